/** What the system's words for a failed write mean, and what to do. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist; make it, or name another place',
  ENOTDIR: 'a part of its path is a file, not a folder; name another place',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you may not write there; name another place',
  EPERM: 'you may not write there; name another place',
  EROFS: 'that disk is read-only; name another place',
  ENOSPC: 'the disk is full; name another place',
};

/** Why nothing could be written to `path`, and what to do. */
export function whyNotWritable(path: string, error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  return `cannot write ${path}: ${REASONS[code] ?? `the system says ${code}; name another place`}`;
}

/** Putting the file system's refusals into words. */
import { InputError } from '../errors.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; check the name, or quote a pattern such as "logs/*.log*"',
  EACCES: 'may not be read by this user; change its permissions or run memhog as a user who may',
  EPERM: 'may not be read by this user; change its permissions or run memhog as a user who may',
  EISDIR: 'is a directory; name the files in it, or pass the directory as an argument',
  ENOTDIR: 'does not exist: a part of its path is a file, not a directory; check the name',
  ELOOP: 'is a symbolic link that leads back to itself; name the real file',
  EMFILE: 'cannot be opened: too many files are open; raise the limit with ulimit -n',
  ENXIO: 'is a socket or a device without a reader; pipe its output into memhog instead',
  ENAMETOOLONG: 'is not a file name: it is too long; check the arguments',
};

/** An InputError for a failed look at, opening or reading of `name`; an InputError is passed through as it is. */
export function readFailure(name: string, cause: unknown): InputError {
  if (cause instanceof InputError) return cause;
  const words = WORDS[errorCode(cause)];
  if (words !== undefined) return new InputError(`${name} ${words}`, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError(`${name} cannot be read (${reason}); copy it to a disk that works and try again`, {
    cause,
  });
}

/** The system's word for an error, such as `ENOENT`; empty when it has none. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

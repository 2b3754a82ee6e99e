/** Positions read back from a file: what is one, and what is not. */
import type { FollowedPosition, ReadFile } from './positions.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Whether a value that was parsed says how far a file has been read. */
export function isReadFile(value: unknown): value is ReadFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, source, inode, offset, size, head, headLength }: Readonly<Record<string, unknown>> = {
    ...value,
  };
  return (
    [path, source, inode].every(isText) &&
    [offset, size, headLength].every(isCount) &&
    isText(head) &&
    /^[0-9a-f]{64}$/.test(head)
  );
}

/** The same of a piece of a followed log. */
export function isFollowedPosition(value: unknown): value is FollowedPosition {
  return isReadFile(value) && 'isFinished' in value && typeof value.isFinished === 'boolean';
}

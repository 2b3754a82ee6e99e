/** What a file's name says: which log it is a piece of, and which piece. */
import { basename, dirname, isAbsolute, normalize, relative, resolve, sep } from 'node:path';

/** Which rotated piece a file is: the one being written, the n-th back, or the one closed at a moment (seconds). */
export type Piece =
  | { readonly kind: 'current' }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'stamp'; readonly stamp: number };

const COMPRESSED = /\.(?:gz|bz2|xz|zst|zstd)$/i;

/** A day, with an hour, a minute and a second or a Unix time after it: logrotate, cronolog, Python, kubelet. */
const STAMP =
  /((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:-(\d{9,11})|[-_T.]?([01]\d|2[0-3])(?:[-_.:]?([0-5]\d))?(?:[-_.:]?([0-5]\d))?)?/;
const STAMP_LAST = new RegExp(`^(.+?)[-_.]${STAMP.source}$`);
const STAMP_INSIDE = new RegExp(`^(.+?)[-_.]${STAMP.source}(\\.[A-Za-z]+)$`);
/** Unix time, as uWSGI's own log-maxsize rotation appends it. */
const UNIX_LAST = /^(.+)\.(\d{9,11})$/;
const INDEX_LAST = /^(.+)\.(\d{1,5})$/;
const OLD_LAST = /^(.+)\.old$/i;

/**
 * The source of the file at `path`: its directory and name without rotation and compression suffix, so that
 * all pieces of one log share it. Relative to `cwd` when inside it, otherwise the directory as given;
 * always with `/`. Stdin (`-`) is `-`.
 */
export function sourceOf(path: string, cwd: string): string {
  if (path === '-') return '-';
  const inside = relative(cwd, resolve(cwd, path));
  const outside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  const tidy = outside ? normalize(path) : inside;
  const directory = dirname(tidy);
  const { log } = takeApart(basename(tidy));
  const name = directory === '.' ? log : `${directory}${directory.endsWith(sep) ? '' : sep}${log}`;
  return name.split(sep).join('/');
}

/** Which piece of its log the file at `path` is, from its name alone. */
export function pieceOf(path: string): Piece {
  return takeApart(basename(path)).piece;
}

/** The name of the log that the file at `path` is a piece of, without its folder. */
export function logOf(path: string): string {
  return takeApart(basename(path)).log;
}

/** The path without a suffix of compression: what the file was called before. */
export function withoutCompression(path: string): string {
  return path.replace(COMPRESSED, '');
}

function takeApart(fileName: string): { readonly log: string; readonly piece: Piece } {
  const name = fileName.replace(COMPRESSED, '') || fileName;
  const last = STAMP_LAST.exec(name);
  if (last) return { log: last[1]!, piece: stampPiece(last) };
  const inside = STAMP_INSIDE.exec(name);
  if (inside) return { log: inside[1]! + inside[9]!, piece: stampPiece(inside) };
  const unix = UNIX_LAST.exec(name);
  if (unix) return { log: unix[1]!, piece: { kind: 'stamp', stamp: Number(unix[2]) } };
  const index = INDEX_LAST.exec(name);
  if (index) return { log: index[1]!, piece: { kind: 'index', index: Number(index[2]) } };
  const old = OLD_LAST.exec(name);
  if (old) return { log: old[1]!, piece: { kind: 'index', index: 1 } };
  return { log: name, piece: { kind: 'current' } };
}

function stampPiece(match: RegExpExecArray): Piece {
  const [, , year, month, day, unix, hour, minute, second] = match;
  if (unix !== undefined) return { kind: 'stamp', stamp: Number(unix) };
  const time = [hour, minute, second].map((part) => Number(part ?? 0));
  const millis = Date.UTC(Number(year), Number(month) - 1, Number(day), time[0], time[1], time[2]);
  return { kind: 'stamp', stamp: millis / 1000 };
}

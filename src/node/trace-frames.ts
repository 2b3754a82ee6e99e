/** Functions of a stack, as V8 tells them: whose they are, and how they are shown. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One function of a stack. */
export interface Frame {
  readonly functionName: string;
  /** `file:///srv/shop/app.mjs`, `/srv/shop/app.js`, `node:events`; empty of V8's own. */
  readonly url: string;
  /** Of the function's first line, from 0. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Where memhog's own code lies. */
const MINE = new URL('.', import.meta.url).href;

const asUrl = (url: string): string => (url.startsWith('/') ? `file://${url}` : url);

const isMine = ({ url }: Frame): boolean => asUrl(url).startsWith(MINE);

const isFile = ({ url }: Frame): boolean => url.startsWith('file:') || url.startsWith('/');

/** Whether it is neither Node's, nor a package's, nor memhog's. */
const isOfApplication = (frame: Frame): boolean =>
  isFile(frame) && !frame.url.includes('/node_modules/') && !isMine(frame);

/**
 * Of a stack, the innermost first, the functions that may be named: the application's own, or those of packages where none
 * is. Empty where the memory is Node's, or memhog's.
 */
export function ownFrames(frames: readonly Frame[]): readonly Frame[] {
  const inFiles = frames.filter(isFile);
  if (inFiles[0] === undefined || isMine(inFiles[0])) return [];
  const own = inFiles.filter(isOfApplication);
  return own.length > 0 ? own : inFiles.filter((frame) => !isMine(frame));
}

/** Names a function of a program. */
export const keyOf = ({ url, lineNumber, columnNumber, functionName }: Frame): string =>
  `${url}:${lineNumber}:${columnNumber}:${functionName}`;

/** A file as it is seen from where the server was started: `shop/search.js`; of a package from its name on. */
export function shown(url: string): string {
  if (!url.startsWith('file:') && !url.startsWith('/')) return url;
  const path = url.startsWith('/') ? url : fileURLToPath(url);
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

/** `shop/search.js:31:searchAll`. */
export const place = (frame: Frame): string =>
  `${shown(frame.url)}:${frame.lineNumber + 1}:${functionOf(frame)}`;

/** The name of a function; `(anonymous)` of one that has none. */
export const functionOf = ({ functionName }: Frame): string =>
  functionName === '' ? '(anonymous)' : functionName;

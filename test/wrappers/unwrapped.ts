/** What the tests of this folder share: lines in, what was inside them out. */
import type { Surroundings } from '../../src/record.ts';
import { Unwrapper } from '../../src/wrappers/unwrap.ts';

/** A line as it was handed on, with what stood around it. */
export interface Inner extends Surroundings {
  readonly text: string;
  readonly offset: number;
  readonly isKnown: boolean;
}

/** An unwrapper that gathers what it hands on; lines for which `isKnown` says no are offered again, loosened. */
export function gathering(isKnown: (text: string) => boolean = () => true): {
  readonly unwrapper: Unwrapper;
  readonly inner: Inner[];
} {
  const inner: Inner[] = [];
  const take =
    (known: boolean) =>
    (bytes: Uint8Array, start: number, end: number, around: Surroundings, offset: number): boolean => {
      const text = Buffer.from(bytes.subarray(start, end)).toString('utf8');
      const isTaken = !known || isKnown(text);
      const { host, pid, time } = around;
      if (isTaken) inner.push({ text, host, pid, time, offset, isKnown: known });
      return isTaken;
    };
  return { unwrapper: new Unwrapper(take(true), take(false)), inner };
}

/** Hands lines to `unwrapper` as a file would, each with its newline. */
export function pushAll(unwrapper: Unwrapper, lines: readonly (string | Uint8Array)[]): void {
  let offset = 0;
  for (const line of lines) {
    const bytes = typeof line === 'string' ? Buffer.from(line) : line;
    unwrapper.push(bytes, 0, bytes.length, offset);
    offset += bytes.length + 1;
  }
}

/** What is inside these lines. */
export function innerOf(
  lines: readonly (string | Uint8Array)[],
  isKnown?: (text: string) => boolean,
): readonly Inner[] {
  const { unwrapper, inner } = gathering(isKnown);
  pushAll(unwrapper, lines);
  unwrapper.flush();
  return inner;
}

/** What is inside one line: its text, host and process id, and its time as ISO 8601 (empty if it has none). */
export function peeled(line: string): readonly [text: string, host: string, pid: number, time: string] {
  const [inner] = innerOf([line]);
  if (!inner) throw new Error('nothing was handed on');
  const time = inner.time < 0 ? '' : new Date(inner.time * 1000).toISOString().slice(0, 19);
  return [inner.text, inner.host, inner.pid, time];
}

/** A uWSGI request line with a path of `length` characters. */
export function requestLine(pid = 27994, number = 1, path = '/leak?x=1', rss = 16_433_152): string {
  const mega = (bytes: number): string => `${bytes} bytes/${Math.floor(bytes / 2 ** 20)}MB`;
  return `{address space usage: ${mega(rss * 4)}} {rss usage: ${mega(rss)}} [pid: ${pid}|app: 0|req: ${number}/${number}] 127.0.0.1 () {24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] GET ${path} => generated 2 bytes in 3 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)`;
}

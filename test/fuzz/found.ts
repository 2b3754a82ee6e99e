/** Inputs that fuzzing has found to break something, each with what that was. They are tried in every run. */

/** Lines, as latin1 text: every format, wrapper and the whole way to records takes each of them. */
export const FOUND_LINES: readonly { readonly was: string; readonly line: string }[] = [
  {
    was: 'a status beyond all numbers became -1',
    line: '{address space usage: 62881792 bytes/59MB} {rss usage: 12259328 bytes/11MB} [pid: 13133|app: 0|req: 4/14] 198.51.100.6 () {36 vars in 558 bytes} [Sun Nov 22 21:09:08 2026] POST /uploads => generated 14 bytes in 0 msecs (HTTP/1.1 9007199254740993) 2 headers in 69 bytes (1 switches on core 0)',
  },
  {
    was: 'a core beyond all numbers became -1',
    line: '{address space usage: 62881792 bytes/59MB} {rss usage: 12259328 bytes/11MB} [pid: 13133|app: 0|req: 4/14] 198.51.100.6 () {36 vars in 558 bytes} [Sun Nov 22 21:09:08 2026] POST /uploads => generated 14 bytes in 0 msecs (HTTP/1.1 200) 2 headers in 69 bytes (1 switches on core 99999999999999999999999999)',
  },
];

const LONG = 'x'.repeat(20_000);
/** A memhog line with these fields. */
export const tail = (more: string): string =>
  `memhog v=1 time=2026-11-01T00:00:00.000Z pid=1 seq=1 inflight=1 rss=50000000 ${more} status=200 ms=1`;

/** Lines of which a profile was made that could not be read again. */
export const FOUND_UNREADABLE: readonly { readonly was: string; readonly line: string }[] = [
  { was: 'a host of 20,000 characters', line: tail(`host=${LONG} method=GET path="/a"`) },
  { was: 'a route of 20,000 characters', line: tail(`method=GET path="/a" route="/${LONG}"`) },
  { was: 'a task of 20,000 characters', line: tail(`task="${LONG}"`) },
];

/**
 * What the uWSGI master and workers say about births and deaths. Texts: uWSGI core/master.c, master_utils.c,
 * utils.c, uwsgi.c. They stand at the start of a line, or after the `--logdate` prefix (`Sun Nov 22 18:53:52 2026 - `).
 */
import type { LifecycleEvent } from '../../record.ts';
import { CTIME_LENGTH, looksLikeCtime } from '../../scan/ctime.ts';
import { ascii, standsAt } from '../../scan/bytes.ts';

interface Saying {
  readonly pattern: RegExp;
  readonly kind: LifecycleEvent['kind'];
  readonly what: string;
}

const SAYINGS: readonly Saying[] = [
  {
    pattern: /^spawned uWSGI worker \d{1,9} (?:\(and the only\) )?\(pid: (\d{1,10})[,)]/,
    kind: 'start',
    what: 'spawned',
  },
  { pattern: /^Respawned uWSGI worker \d{1,9} \(new pid: (\d{1,10})\)/, kind: 'start', what: 'respawned' },
  { pattern: /^\.\.\.The work of process (\d{1,10}) is done \(reload-on/, kind: 'end', what: 'memory-limit' },
  { pattern: /^\.\.\.The work of process (\d{1,10}) is done/, kind: 'end', what: 'recycled' },
  { pattern: /^worker \d{1,9} killed successfully \(pid: (\d{1,10})\)/, kind: 'end', what: 'recycled' },
  { pattern: /^DAMN ! worker \d{1,9} \(pid: (\d{1,10})\)/, kind: 'end', what: 'killed' },
  {
    pattern: /^\*\*\* EVIL RELOAD ON WORKER \d{1,9} \w+: \d{1,20} \(pid: (\d{1,10})\)/,
    kind: 'end',
    what: 'memory-limit',
  },
  { pattern: /^Gracefully killing worker \d{1,9} \(pid: (\d{1,10})\)/, kind: 'note', what: 'stopped' },
  { pattern: /^\*\*\* HARAKIRI ON WORKER \d{1,9} \(pid: (\d{1,10})[,)]/, kind: 'note', what: 'harakiri' },
  { pattern: /^\*\*\* Starting uWSGI /, kind: 'instance', what: 'started' },
  { pattern: /^\.\.\.(?:gracefully|brutally) killing workers/, kind: 'instance', what: 'started' },
];

/** A first look that turns away nearly every line before it is made a string. */
const BEGINNINGS = ['spawned uWSGI', 'Respawned uW', '...', 'worker ', 'DAMN ! ', '*** ', 'Gracefully '].map(
  ascii,
);
const DASH = ascii(' - ');

/** The event in the line `bytes[start, end)`, or undefined. */
export function lifecycleEvent(bytes: Uint8Array, start: number, end: number): LifecycleEvent | undefined {
  const dated = start + CTIME_LENGTH;
  if (dated < end && looksLikeCtime(bytes, start) && standsAt(bytes, dated, end, DASH))
    start = dated + DASH.length;
  if (!BEGINNINGS.some((literal) => standsAt(bytes, start, end, literal))) return undefined;
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 200)));
  for (const { pattern, kind, what } of SAYINGS) {
    const match = pattern.exec(text);
    if (match) return { kind, what, pid: match[1] === undefined ? 0 : Number(match[1]) };
  }
  return undefined;
}

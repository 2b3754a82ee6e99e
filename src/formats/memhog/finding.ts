/** Lines in which the probe tells what a trace found (docs/probe.md): `memhog v=1 trace=line endpoint="GET /search" …`. */
import { NO_TIME } from '../../record.ts';
import type { TraceFinding } from '../../record.ts';
import { ascii } from '../../scan/bytes.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { readBare, readQuoted, Span, textOf } from './span.ts';

const EQUALS = 0x3d;
const QUOTE = 0x22;
const SPACE = 0x20;
/** No line of the probe has more. */
const MOST_FIELDS = 64;
const GREATEST_PID = 2 ** 32;

/** The fields of `bytes[at, end)`, which are known to be `key=value` with one space between. The first of a name counts. */
function fieldsOf(bytes: Uint8Array, at: number, end: number): Map<string, string> {
  const fields = new Map<string, string>();
  const span = new Span();
  while (at < end && fields.size < MOST_FIELDS) {
    let stop = at;
    while (stop < end && bytes[stop] !== EQUALS) stop++;
    const name = String.fromCharCode(...bytes.subarray(at, stop));
    const value = stop + 1;
    const next =
      bytes[value] === QUOTE ? readQuoted(bytes, value, end, span) : readBare(bytes, value, end, span);
    if (next < 0) break;
    if (!fields.has(name)) fields.set(name, textOf(bytes, span));
    at = bytes[next] === SPACE ? next + 1 : end;
  }
  return fields;
}

/** The moment that a field tells. */
function momentOf(told: string | undefined): number {
  if (told === undefined || !/^[\d:.TZ+-]{19,40}$/.test(told)) return NO_TIME;
  return isoTime(ascii(told), 0, told.length);
}

/** The finding in the fields `bytes[at, end)` of a tail that was read; undefined if it is of no trace. */
export function findingIn(bytes: Uint8Array, at: number, end: number): TraceFinding | undefined {
  const fields = fieldsOf(bytes, at, end);
  const kind = fields.get('trace');
  const endpoint = fields.get('endpoint');
  if (kind === undefined || endpoint === undefined) return undefined;
  const told = fields.get('pid') ?? '';
  const pid = /^\d{1,10}$/.test(told) && Number(told) < GREATEST_PID ? Number(told) : 0;
  const [time, since] = [momentOf(fields.get('time')), momentOf(fields.get('since'))];
  for (const known of ['v', 'trace', 'endpoint', 'pid', 'time', 'since']) fields.delete(known);
  return { kind, endpoint, pid, time, since, fields };
}

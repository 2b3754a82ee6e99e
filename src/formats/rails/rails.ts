/** Messages of the servers that run Rails: Puma, Unicorn and Passenger. Their requests stand in lograge or Oink lines. */
import type { LifecycleEvent, LineKind, LineRecord } from '../../record.ts';
import { ascii, digitsEnd, findByte, standsAt } from '../../scan/bytes.ts';
import type { About, Format } from '../format.ts';
import { messageStart } from '../logfmt/prefix.ts';
import { eventSaid } from '../sayings.ts';
import { OTHER_BEGINNINGS, OTHERS, PUMA, PUMA_BEGINNINGS } from './lifecycle.ts';

const PASSENGER_CLOSE = ascii(']: ');

const ABOUT: About = {
  title: 'Puma, Unicorn and Passenger: workers that start and end',
  example: '[4001] - Worker 0 (PID: 4413) booted in 0.52s, phase: 0',
  tells: 'only where the life of a worker starts and ends, beside lograge or Oink lines',
  switchOn: 'these lines say nothing of requests: log them with lograge and the memory of the worker',
  setup: 'rails',
  landmarks: [],
};

/** Parser of what servers of Ruby applications say of their workers. */
export class RubyServers implements Format {
  readonly name = 'ruby-server';
  readonly about = ABOUT;
  readonly isTimed = false;

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const event = bytes[start] === 0x5b ? bracketed(bytes, start, end) : said(bytes, start, end);
    if (!event) return 'foreign';
    record.event = event;
    return 'lifecycle';
  }
}

function said(bytes: Uint8Array, start: number, end: number): LifecycleEvent | undefined {
  return eventSaid(bytes, messageStart(bytes, start, end), end, OTHER_BEGINNINGS, OTHERS);
}

/** A line that begins with a bracket: `[1234] ` of Puma, `[ W 2026-11-22 18:34:01.1 99/T1 age/Cor/… ]: ` of Passenger. */
function bracketed(bytes: Uint8Array, start: number, end: number): LifecycleEvent | undefined {
  const digits = digitsEnd(bytes, start + 1, end);
  if (digits > start + 1 && bytes[digits] === 0x5d && bytes[digits + 1] === 0x20) {
    const at = digits + 2;
    return (
      eventSaid(bytes, at, end, PUMA_BEGINNINGS, PUMA) ?? eventSaid(bytes, at, end, OTHER_BEGINNINGS, OTHERS)
    );
  }
  if (bytes[start + 1] !== 0x20) return undefined;
  const close = findByte(bytes, start, Math.min(end, start + 160), 0x5d);
  if (close < 0 || !standsAt(bytes, close, end, PASSENGER_CLOSE)) return undefined;
  return eventSaid(bytes, close + PASSENGER_CLOSE.length, end, OTHER_BEGINNINGS, OTHERS);
}

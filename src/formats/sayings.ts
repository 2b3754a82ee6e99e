/** Messages of servers about births and deaths of workers, told by a few words that begin them. */
import type { LifecycleEvent } from '../record.ts';
import { standsAt } from '../scan/bytes.ts';

/** One message. */
export interface Saying {
  /** Matches the message from its start; its first group, if it has one, is the process id. */
  readonly pattern: RegExp;
  readonly kind: LifecycleEvent['kind'];
  readonly what: string;
}

/** Of a message no more is looked at. */
const LONGEST = 300;

/** The event in the message `bytes[start, end)`, which begins with one of `beginnings`; undefined for none. */
export function eventSaid(
  bytes: Uint8Array,
  start: number,
  end: number,
  beginnings: readonly Uint8Array[],
  sayings: readonly Saying[],
): LifecycleEvent | undefined {
  if (!beginnings.some((literal) => standsAt(bytes, start, end, literal))) return undefined;
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST)));
  for (const { pattern, kind, what } of sayings) {
    const match = pattern.exec(text);
    if (match) return { kind, what, pid: match[1] === undefined ? 0 : Number(match[1]) };
  }
  return undefined;
}

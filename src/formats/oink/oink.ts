/**
 * Oink's log of a Rails application, three lines and more for each request:
 *
 *     Oink Action: Users#show
 *     Memory usage: 123456 | PID: 4413
 *     Instantiation Breakdown: Total: 7 | User: 7
 *     Oink Log Entry Complete
 *
 * The figure is KiB of address space: Oink reads the first field of /proc/self/statm (memory_snapshot.rb).
 * Lines of several workers stand between each other, so what an action's lines share is their worker.
 */
import { VSZ } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii, digitsEnd, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { NameCache } from '../fields/name-cache.ts';
import type { About, Format } from '../format.ts';
import { messageStart, readPrefix } from '../logfmt/prefix.ts';

const ACTION = ascii('Oink Action: ');
const MEMORY = ascii('Memory usage: ');
const PID = ascii(' | PID: ');
const BREAKDOWN = ascii('Instantiation Breakdown: ');
const COMPLETE = ascii('Oink Log Entry Complete');

/** Workers whose action is remembered; those that have been silent longest are forgotten beyond. */
const MOST_WORKERS = 4096;
/** A process has no more than 64 TiB. */
const MOST_KIB = 2 ** 36;

const ABOUT: About = {
  title: 'Oink, for Rails',
  example: 'Feb 01 01:58:30 web-1 rails[4413]: Memory usage: 123456 | PID: 4413',
  tells:
    'address space of each worker after each action: growth shows, but less surely than in resident memory',
  switchOn:
    'Oink logs memory by itself: use Oink::Middleware with its own logger, and look into log/oink.log',
  setup: 'rails',
  landmarks: [
    {
      what: 'the memory of a worker, as in Memory usage: 123456 | PID: 4413',
      pattern: /Memory usage: \d+ \| PID: \d+/,
    },
  ],
};

/** Parser of Oink's lines. One for each stream of lines. */
export class Oink implements Format {
  readonly name = 'oink';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #names = new NameCache();
  /** The action of each worker (host and pid) whose memory line has not come yet. */
  readonly #actions = new Map<string, string>();

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const at = messageStart(bytes, start, end);
    const byte = bytes[at];
    // O, M, I: the first letters of what Oink says.
    if (byte !== 0x4f && byte !== 0x4d && byte !== 0x49) return 'foreign';
    const kind = this.#message(bytes, at, end, record, readPrefix(bytes, start, at).pid);
    if (kind === 'request' || kind === 'reading') record.time = readPrefix(bytes, start, at).time;
    return kind;
  }

  #message(bytes: Uint8Array, at: number, end: number, record: LineRecord, logger: number): LineKind {
    const sender = logger > 0 ? logger : record.around.pid;
    if (standsAt(bytes, at, end, ACTION)) {
      this.#remember(keyOf(record, sender), this.#names.text(bytes, at + ACTION.length, end).trim());
      return ignored(record, 'an action whose memory follows');
    }
    if (standsAt(bytes, at, end, MEMORY)) return this.#memory(bytes, at + MEMORY.length, end, record, sender);
    if (standsAt(bytes, at, end, COMPLETE)) {
      this.#actions.delete(keyOf(record, sender));
      return ignored(record, 'the end of an entry');
    }
    return standsAt(bytes, at, end, BREAKDOWN) ? ignored(record, 'a count of objects') : 'foreign';
  }

  #memory(bytes: Uint8Array, at: number, end: number, record: LineRecord, sender: number): LineKind {
    const kibEnd = digitsEnd(bytes, at, end);
    if (!standsAt(bytes, kibEnd, end, PID)) return 'foreign';
    const pid = kibEnd + PID.length;
    record.pid = Math.max(0, wholeNumber(bytes, pid, digitsEnd(bytes, pid, end)));
    const kib = wholeNumber(bytes, at, kibEnd);
    if (kib <= 0 || kib > MOST_KIB || record.pid === 0) {
      record.reason = 'a memory figure that is none';
      return 'malformed';
    }
    record.figures[VSZ] = 1024 * kib;
    const key = keyOf(record, sender);
    record.route = this.#actions.get(key) ?? '';
    this.#actions.delete(key);
    return record.route === '' ? 'reading' : 'request';
  }

  #remember(key: string, action: string): void {
    this.#actions.delete(key);
    this.#actions.set(key, action);
    if (this.#actions.size <= MOST_WORKERS) return;
    for (const oldest of this.#actions.keys()) {
      this.#actions.delete(oldest);
      return;
    }
  }
}

function keyOf({ host }: LineRecord, sender: number): string {
  return `${host}\n${sender}`;
}

function ignored(record: LineRecord, reason: string): LineKind {
  record.reason = reason;
  return 'ignored';
}

/**
 * What the Linux kernel says when it kills a process for want of memory (mm/oom_kill.c), as dmesg and syslog have it:
 *
 *     [12345.678901] Out of memory: Killed process 1234 (uwsgi) total-vm:2048000kB, anon-rss:1024000kB, …
 *     Memory cgroup out of memory: Killed process 1234 (uwsgi) …
 *     oom-kill:constraint=CONSTRAINT_MEMCG,…,task=uwsgi,pid=1234,uid=33
 */
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii, standsAt } from '../../scan/bytes.ts';
import { CTIME_LENGTH, looksLikeCtime } from '../../scan/ctime.ts';
import type { About, Format } from '../format.ts';
import { eventSaid } from '../sayings.ts';
import type { Saying } from '../sayings.ts';

const KILLED = { kind: 'end', what: 'out-of-memory' } as const;
const SAYINGS: readonly Saying[] = [
  { ...KILLED, pattern: /^(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process (\d{1,10}) \(/ },
  { ...KILLED, pattern: /^Killed process (\d{1,10}) \([^)]{0,64}\),? .{0,40}total-vm:/ },
  { ...KILLED, pattern: /^oom-kill:constraint=[^ ]{0,250},pid=(\d{1,10}),uid=/ },
];
const BEGINNINGS = [
  'Out of memory: ',
  'Memory cgroup out of memory: ',
  'Killed process ',
  'oom-kill:constraint=',
].map(ascii);
const KERNEL = ascii('kernel: ');

const ABOUT: About = {
  title: "the Linux kernel's out-of-memory killer",
  example:
    '[1234567.891011] Out of memory: Killed process 4413 (uwsgi) total-vm:2048000kB, anon-rss:1024000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:2400kB oom_score_adj:0',
  tells: 'only which worker was killed and so where its life ends, beside the log of a server',
  switchOn: 'these lines say nothing of requests: give the log of the server too',
  setup: '',
  landmarks: [],
};

/** Parser of the kernel's lines. */
export class Kernel implements Format {
  readonly name = 'kernel';
  readonly about = ABOUT;
  readonly isTimed = false;

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const event = eventSaid(bytes, messageStart(bytes, start, end), end, BEGINNINGS, SAYINGS);
    if (!event || event.pid === 0) return 'foreign';
    record.event = event;
    return 'lifecycle';
  }
}

/** Past `kernel: ` and, in brackets, the seconds since the start of the machine or (`dmesg -T`) the time of day. */
function messageStart(bytes: Uint8Array, start: number, end: number): number {
  let at = standsAt(bytes, start, end, KERNEL) ? start + KERNEL.length : start;
  if (bytes[at] !== 0x5b) return at;
  at++;
  const clock = at + CTIME_LENGTH;
  if (clock + 1 < end && looksLikeCtime(bytes, at) && bytes[clock] === 0x5d && bytes[clock + 1] === 0x20)
    return clock + 2;
  const stop = Math.min(end, at + 24);
  for (; at < stop; at++) {
    const byte = bytes[at]!;
    if (byte === 0x5d) return bytes[at + 1] === 0x20 ? at + 2 : at + 1;
    if (byte !== 0x20 && byte !== 0x2e && (byte < 0x30 || byte > 0x39)) return start;
  }
  return start;
}

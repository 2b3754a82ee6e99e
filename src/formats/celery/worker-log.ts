/** The log of Celery's worker: tasks are its routes, the processes of its pool the workers. */
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii, needle, find, standsAt } from '../../scan/bytes.ts';
import type { About, Format } from '../format.ts';
import { fillReading, fillRequest } from '../memhog/fill.ts';
import { Names } from '../memhog/names.ts';
import type { MemorySeen } from '../memhog/seen.ts';
import { Span } from '../memhog/span.ts';
import { isKnownVersion, tailAt, Tail, trimmedEnd } from '../memhog/tail.ts';
import { Prefix, readPrefix } from './prefix.ts';
import { bannerIn, deathIn, saysMemoryLimit, startIn } from './sayings.ts';
import { readTask } from './task.ts';

const MARKS = ['memhog v=', 'memhog rss='].map(ascii);
const TASK = ascii('Task ');
const PROCESS = ascii('Process ');
const RECEIVED = needle('] received');

/** Processes of the pool remembered; a pool has some dozens. */
const MOST_WORKERS = 10_000;

const ABOUT: About = {
  title: 'log of the Celery worker, with memhog_celery',
  example:
    '[2026-11-22 19:02:17,224: INFO/ForkPoolWorker-1] proj.tasks.add[9a82389d-e8bf-4b5b-a1d9-54b264dcaf6c]: memhog v=1 pid=4711 seq=12 inflight=1 rss=38912000 task=proj.tasks.add status=SUCCESS ms=0.412',
  tells: 'all: memory of the pool process after each task, by the name of the task',
  switchOn: 'add memhog_celery to the imports of the application and run the worker with -l INFO',
  setup: 'celery',
  landmarks: [
    {
      what: 'the time, as in [2026-11-22 19:02:17,224:',
      pattern: /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[,.]\d+:/,
    },
    { what: 'the process, as in INFO/ForkPoolWorker-1]', pattern: / [A-Z]+\/[^\]]{1,80}\] / },
    { what: 'the task, as in proj.tasks.add[9a82389d-…]:', pattern: /\S\[[^\s[\]]{1,200}\]: / },
    { what: 'the memory, as in memhog v=1 pid=4711 rss=38912000', pattern: / rss=\d+/ },
  ],
};

/** Parser of the log of Celery's worker. One for each stream of lines. */
export class CeleryWorkerLog implements Format {
  readonly name = 'celery';
  readonly about = ABOUT;
  readonly isTimed = true;
  readonly #prefix = new Prefix();
  readonly #tail = new Tail();
  readonly #task = new Span();
  readonly #names = new Names();
  /** Under which process id the readings of `ForkPoolWorker-N` stand: its own, or N where they name none. */
  readonly #pids = new Map<number, number>();
  readonly #seen: MemorySeen;

  /** `seen` is shared by the formats of one stream. */
  constructor(seen: MemorySeen) {
    this.#seen = seen;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const prefix = this.#prefix;
    if (!readPrefix(bytes, start, end, prefix)) {
      record.event = bannerIn(bytes, start, trimmedEnd(bytes, start, end));
      return record.event ? 'lifecycle' : 'foreign';
    }
    const { message } = prefix;
    const stop = trimmedEnd(bytes, message, end);
    const own = readTask(bytes, message, stop, this.#task);
    const mark = own < 0 ? message : own;
    if (MARKS.some((literal) => standsAt(bytes, mark, stop, literal)))
      return this.#reading(bytes, mark, stop, own >= 0, record);
    if (own < 0) {
      record.event = this.#event(bytes, message, stop);
      if (record.event) return 'lifecycle';
    }
    record.reason = ignoredReason(bytes, message, stop, own >= 0);
    return 'ignored';
  }

  #reading(bytes: Uint8Array, mark: number, stop: number, isNamed: boolean, record: LineRecord): LineKind {
    const [prefix, tail] = [this.#prefix, this.#tail];
    if (!tailAt(bytes, mark, stop, tail) || !isKnownVersion(bytes, tail)) {
      record.reason = 'cut or broken memhog line';
      return 'malformed';
    }
    record.time = prefix.time;
    if (!fillReading(bytes, tail, this.#names, record)) {
      const { next } = record;
      record.reset();
      record.next = next;
      record.reason = 'memhog line without memory';
      return 'malformed';
    }
    this.#seen.isSeen = true;
    if (record.pid === 0) record.pid = prefix.worker;
    this.#remember(prefix.worker, record.pid);
    fillRequest(bytes, tail, this.#names, record);
    if (record.route === '' && isNamed) record.route = this.#names.text(bytes, this.#task);
    if (record.route === '' && record.pathStart < 0) record.reason = 'memhog line without a task';
    return 'request';
  }

  #event(bytes: Uint8Array, message: number, stop: number): LineRecord['event'] {
    if (standsAt(bytes, message, stop, PROCESS)) {
      const death = deathIn(bytes, message, stop);
      return death && { kind: 'end', what: death.what, pid: this.#pids.get(death.worker) ?? death.pid };
    }
    if (saysMemoryLimit(bytes, message, stop)) {
      const pid = this.#pids.get(this.#prefix.worker);
      return pid === undefined ? undefined : { kind: 'end', what: 'memory-limit', pid };
    }
    return startIn(bytes, message, stop);
  }

  #remember(worker: number, pid: number): void {
    if (worker === 0 || this.#pids.get(worker) === pid) return;
    if (this.#pids.size >= MOST_WORKERS) this.#pids.clear();
    this.#pids.set(worker, pid);
  }
}

function ignoredReason(bytes: Uint8Array, message: number, stop: number, isOfTask: boolean): string {
  if (isOfTask) return 'message of a task';
  if (!standsAt(bytes, message, stop, TASK)) return 'server message';
  return find(bytes, message, stop, RECEIVED) >= 0 ? 'task received' : 'task line without memory';
}

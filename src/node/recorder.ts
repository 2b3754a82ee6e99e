import { Console } from 'node:console';
import { lineOf } from './line.ts';
import { readMemory } from './memory.ts';
import type { MemhogOptions } from './options.ts';
import { Probe } from './probe.ts';
import type { Start } from './probe.ts';
import { settingsOf } from './settings.ts';
import { startLineOf } from './start-line.ts';
import { traceOf } from './trace.ts';
import type { Trace } from './trace.ts';

/** What is read of a request: Node's own of HTTP/1 and HTTP/2, and those of frameworks that extend them. */
export interface RequestLike {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** What is read of a response. */
export interface ResponseLike {
  readonly statusCode: number;
  readonly headersSent: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** Names the template of the route once the request has ended; empty when there is none. */
export type RouteOf = () => string;

/** Of the whole process, however many applications in it use memhog. */
const counts = { finished: 0, inflight: 0 };

/** Requests under way that have an observer: a second middleware on the same request writes nothing. */
const observed = new WeakSet();

/** More than this waiting in the standard output means that nobody reads it. */
const MOST_WAITING = 1 << 20;

let standardOutput: Console | undefined;

function writeToStandardOutput(line: string): void {
  if (process.stdout.writableLength > MOST_WAITING) return;
  // A console of its own: one write a line, and unlike `process.stdout.write` a closed pipe does not end the process.
  standardOutput ??= new Console(process.stdout);
  standardOutput.log(line);
}

/** The one of this process. */
let probe: Probe | undefined;

/** What is known of a request as it begins. */
interface Seen {
  readonly target: string;
  readonly begun: number;
  readonly start: Start | undefined;
}

/** Writes one line for each request it is told of. Nothing in it throws. */
export class Recorder {
  private readonly write: (line: string) => void;
  private readonly heap: boolean;
  private readonly host: string;
  private readonly isOff: boolean;
  private readonly probe: Probe | undefined;
  private readonly trace: Trace | undefined;

  constructor(options: MemhogOptions) {
    const settings = settingsOf();
    this.write = options.write ?? writeToStandardOutput;
    this.heap = options.heap !== false;
    this.host = options.host ?? '';
    this.isOff = settings.isOff;
    if (settings.isOff) return;
    if (options.probe === true || settings.isOn || settings.trace !== '')
      this.probe = probe ??= new Probe(settings.budget);
    this.trace = traceOf(settings, this.write);
  }

  /** Counts the request as begun; its line follows when the response is finished or its connection closed. */
  observe(request: RequestLike, response: ResponseLike, target: string | undefined, routeOf: RouteOf): void {
    if (this.isOff || observed.has(request)) return;
    observed.add(request);
    counts.inflight++;
    const seen = this.begin(request, target ?? request.url ?? '');
    // Node says 'close' once in any case: after 'finish', or when the peer has gone before.
    response.once('close', () => {
      const inflight = counts.inflight--;
      counts.finished++;
      if (seen.start !== undefined) this.probe?.end(seen.start);
      try {
        this.write(this.line(request, response, { ...seen, route: routeOf(), inflight }));
      } catch {
        // The application must not pay for its log.
      }
      this.trace?.ended(seen);
    });
  }

  private begin(request: RequestLike, target: string): Seen {
    // The reading first: what a trace does then is in none.
    const start = this.probe?.begin();
    const seen = { target, begun: start?.begun ?? performance.now(), start };
    this.trace?.begun(seen, request.method ?? '', pathOf(target));
    return seen;
  }

  private line(
    request: RequestLike,
    response: ResponseLike,
    { target, begun, start, route, inflight }: Seen & { route: string; inflight: number },
  ): string {
    const duration = performance.now() - begun;
    const entry = {
      pid: process.pid,
      host: this.host,
      method: request.method ?? '',
      path: pathOf(target),
      route,
      status: response.headersSent ? response.statusCode : 0,
      duration,
    };
    if (start !== undefined) return startLineOf({ ...entry, start, time: Date.now() - duration });
    return lineOf({
      ...entry,
      time: Date.now(),
      seq: counts.finished,
      inflight,
      memory: readMemory(this.heap),
    });
  }
}

/** The target without its query. */
export function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}

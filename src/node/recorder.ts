import { Console } from 'node:console';
import { lineOf } from './line.ts';
import { readMemory } from './memory.ts';
import type { MemhogOptions } from './options.ts';

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

/** Writes one line for each request it is told of. Nothing in it throws. */
export class Recorder {
  private readonly write: (line: string) => void;
  private readonly heap: boolean;
  private readonly host: string;

  constructor(options: MemhogOptions) {
    this.write = options.write ?? writeToStandardOutput;
    this.heap = options.heap !== false;
    this.host = options.host ?? '';
  }

  /** Counts the request as begun; its line follows when the response is finished or its connection closed. */
  observe(request: RequestLike, response: ResponseLike, target: string | undefined, routeOf: RouteOf): void {
    if (observed.has(request)) return;
    observed.add(request);
    counts.inflight++;
    const begun = performance.now();
    // Node says 'close' once in any case: after 'finish', or when the peer has gone before.
    response.once('close', () => {
      const inflight = counts.inflight--;
      counts.finished++;
      try {
        this.record(request, response, { target, route: routeOf(), begun, inflight });
      } catch {
        // The application must not pay for its log.
      }
    });
  }

  private record(
    request: RequestLike,
    response: ResponseLike,
    seen: { target: string | undefined; route: string; begun: number; inflight: number },
  ): void {
    const line = lineOf({
      time: Date.now(),
      pid: process.pid,
      host: this.host,
      seq: counts.finished,
      inflight: seen.inflight,
      memory: readMemory(this.heap),
      method: request.method ?? '',
      path: pathOf(seen.target ?? request.url ?? ''),
      route: seen.route,
      status: response.headersSent ? response.statusCode : 0,
      duration: performance.now() - seen.begun,
    });
    this.write(line);
  }
}

/** The target without its query. */
export function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}

import { NO_TIME, PEAK } from '../record.ts';
import type { LifecycleEvent, LineRecord, ServerSaid } from '../record.ts';
import { CoverageCount } from './coverage-count.ts';
import { EndpointTable } from './endpoint-table.ts';
import { bucketsPerLife } from './grid.ts';
import { ServerTable } from './server-table.ts';
import { SpanTable } from './span-table.ts';
import { TraceTable } from './trace-table.ts';
import { HostTable, MOST_LIVES, say } from './host-table.ts';
import type { Host, WorkerBuilder } from './host-table.ts';
import { edgeFrom, edgeOf, figuresIn, levelsOf, lowestOf } from './edge.ts';
import type { Edge, Rename } from './edge.ts';
import { coordinateOf, LifeBuilder, positionOf } from './life-builder.ts';
import { toProfile } from './finish.ts';
import { UNKNOWN, UNLOGGED } from './profile.ts';
import type { Life, Profile, Settings, Source, Worker } from './profile.ts';
import type { Run, RunLife } from './run.ts';
import { isRestart, joinSeams, NO_SEAM, requestsBetween, seamOf } from './seam.ts';

/** A worker of a piece, or of a run. */
type Absorbed = Pick<Worker, 'pid' | 'before' | 'after'> & { readonly lives: readonly (Life | RunLife)[] };

/** The lives of a worker in each of the pieces that follow, by its process id. */
export type NextLives = (pid: number) => readonly (readonly (Life | RunLife)[])[];

/** What a line is to its worker; see `observe`. */
export type Observed = 'call' | 'passing' | 'sample';

/**
 * Builds a profile, line by line (`observe`) or piece by piece (`absorb`). Mutable; `toProfile` may be asked at any
 * moment, and building may go on after it. Law: observing one by one equals merging the profiles of single lines.
 */
export class ProfileBuilder {
  readonly coverage = new CoverageCount();
  readonly files: string[] = [];
  readonly #fileNumbers = new Map<string, number>();
  readonly endpoints = new EndpointTable(this.files);
  readonly hosts: HostTable;
  readonly traces: TraceTable;
  readonly servers = new ServerTable();
  readonly spans = new SpanTable((endpoint) => this.endpoints.find(endpoint));
  readonly settings: Settings;
  from = NO_TIME;
  to = NO_TIME;
  #cap = bucketsPerLife(0);

  /** `mostLives` bounds the lives kept one by one; only tests choose it. */
  constructor(settings: Settings, mostLives = MOST_LIVES) {
    this.settings = settings;
    this.hosts = new HostTable(mostLives);
    this.traces = new TraceTable(this.hosts.sources);
  }

  /** The number of a file, for `observe`. */
  file(name: string): number {
    let number = this.#fileNumbers.get(name);
    if (number === undefined) this.#fileNumbers.set(name, (number = this.files.push(name) - 1));
    return number;
  }

  /** The host of a source, for `observe`; worth remembering while lines of the same host follow. */
  host(source: Source, name: string): Host {
    return this.hosts.host(source, name);
  }

  /**
   * Counts one request. A `passing` one moves its worker's baseline and its delta goes to `endpoint`, but it belongs to
   * no bucket (a request outside the time bounds). A `sample` is a reading without a request: it is in its bucket and
   * calls nothing.
   */
  observe(
    host: Host,
    record: LineRecord,
    endpoint: number,
    file: number,
    offset: number,
    kind: Observed,
  ): void {
    const worker = this.hosts.worker(host, record.pid);
    const present = figuresIn(record.figures);
    const levels = levelsOf(present);
    const reads = levels !== 0;
    let life = worker.lives[worker.lives.length - 1];
    const coordinate = coordinateOf(record);
    const goesOn = life?.coordinate === coordinate && !isRestart(life.last, record, worker.after.strength);
    if (life && goesOn) {
      worker.after = NO_SEAM;
      if (reads && life.lastRead)
        this.#charge(host, worker.pid, life, levels, true, record, endpoint, file, offset);
      life.goOn(record, present, endpoint, file, offset);
    } else {
      life = this.#begin(
        worker,
        new LifeBuilder(coordinate, edgeOf(record, present, endpoint, file, offset)),
      );
    }
    if (present !== 0) this.coverage.readings++;
    if (reads) {
      life.firstRead ??= edgeOf(record, present, endpoint, file, offset);
      life.lastRead = life.last;
    }
    life.heard = this.coverage.lines;
    if (record.core > life.cores) life.cores = record.core;
    if (kind === 'passing') return;
    if (kind === 'call') {
      life.requests++;
      this.endpoints.addCalls(endpoint, 1);
      if (present !== levels) this.#chargePeak(host, record, levels, endpoint, file, offset);
    }
    const called = kind === 'call' ? endpoint : undefined;
    life.store.observe(
      positionOf(record, coordinate),
      record.time,
      called,
      record.figures,
      present,
      this.#cap,
    );
    if (record.time !== NO_TIME) this.#widenSpan(record.time, record.time);
  }

  /** Takes note of a server that says of itself what it is. */
  server(source: Source, said: ServerSaid): void {
    this.servers.add({ ...said, source: this.hosts.source(source) });
  }

  /** Takes note of a lifecycle line. */
  lifecycle(host: Host, event: LifecycleEvent): void {
    if (event.kind === 'instance') host.restarts++;
    else say(this.hosts.worker(host, event.pid), seamOf(event));
  }

  /**
   * Takes in a profile whose lines follow those seen so far (or stand beside them, when its sources are others); returns the
   * numbers of its endpoints here.
   */
  absorb(piece: Profile): readonly number[] {
    const linesBefore = this.coverage.lines;
    const files = piece.files.map((name) => this.file(name));
    this.coverage.absorb(piece.coverage, files);
    if (piece.from !== NO_TIME) this.#widenSpan(piece.from, piece.to);
    const hostOf = (source: number, name: string): Host => this.host(piece.sources[source]!, name);
    const endpoints = this.#absorbEndpoints(piece, files, linesBefore);
    const rename = {
      endpoint: (endpoint: number) => endpoints[endpoint]!,
      file: (file: number) => files[file]!,
    };
    for (const worker of piece.workers)
      this.#absorbWorker(hostOf(worker.source, worker.host), worker, rename);
    this.#absorbRestarts(piece, hostOf);
    for (const { source, ...said } of piece.servers) this.server(piece.sources[source]!, said);
    for (const line of piece.traces)
      this.traces.add({ ...line, source: this.hosts.source(piece.sources[line.source]!) });
    this.spans.absorb(piece.spans, rename.endpoint);
    for (const { source, host, lives, requests, calls } of piece.closed) {
      const renamed = calls.map(([endpoint, count]) => [rename.endpoint(endpoint), count] as const);
      this.hosts.addClosed(hostOf(source, host), lives, requests, renamed);
    }
    this.#cap = this.hosts.bucketsPerLife();
    return endpoints;
  }

  /**
   * Takes in what a run of lines learnt; endpoints are numbers of this builder's, and lines are counted from behind those
   * `before`. `next` says what is taken in after it, with no seam before or between: a life that goes on there is given the
   * grid for all of it at once.
   */
  absorbRun(host: Host, run: Run, before = 0, next?: NextLives): void {
    const { source, name } = host;
    const numbers = run.endpoints.map(({ endpoint, calls, deltas, largest }) => {
      // Nothing need be missing in the log.
      if (calls === 0) return NaN;
      const number = endpoint ?? this.endpoints.ofName(UNLOGGED, '');
      this.endpoints.absorb(number, { calls, deltas });
      for (const { pid, offset, ...large } of largest)
        this.endpoints.offerLarge(number, { ...large, source, host: name, pid, file: run.file, offset });
      return number;
    });
    const rename = { endpoint: (own: number) => numbers[own]!, file: (file: number) => file };
    for (const [pid, lives] of run.workers) {
      const known = next ? goingOn(lives, next(pid)) : lives;
      this.#absorbWorker(host, { pid, before: NO_SEAM, lives: known, after: NO_SEAM }, rename, before);
    }
    this.#widenSpan(run.from, run.to);
    this.#cap = this.hosts.bucketsPerLife();
  }

  /** How many buckets each life may have at most; never more later. */
  get bucketsPerLife(): number {
    return this.#cap;
  }

  /** What was learnt so far. */
  toProfile(): Profile {
    return toProfile(this);
  }

  #absorbEndpoints(piece: Profile, files: readonly number[], linesBefore: number): readonly number[] {
    this.endpoints.limit(piece.depth);
    const sources = piece.sources.map((source) => this.hosts.source(source));
    return piece.endpoints.map((totals) => {
      const { kind, segments, method } = totals;
      const endpoint =
        kind === 'fixed'
          ? this.endpoints.ofName(segments[0]!, method)
          : this.endpoints.ofSegments(kind, segments, method);
      this.endpoints.absorb(endpoint, totals);
      for (const large of totals.largest) {
        this.endpoints.offerLarge(endpoint, {
          ...large,
          file: files[large.file]!,
          source: sources[large.source]!,
        });
      }
      for (const { line, path } of totals.examples)
        this.endpoints.offerExample(endpoint, { line: line + linesBefore, path });
      return endpoint;
    });
  }

  /** A restart in the piece is a break for every worker that the piece does not mention; for the others it is in their seams. */
  #absorbRestarts(piece: Profile, hostOf: (source: number, name: string) => Host): void {
    const restarted = new Set(piece.restarts.map(({ source, host }) => hostOf(source, host)));
    for (const host of restarted) host.restarts++;
    for (const { source, host, pid } of piece.workers) {
      const here = hostOf(source, host);
      const worker = here.workers.get(pid);
      if (worker && restarted.has(here)) worker.restarts = here.restarts;
    }
  }

  /** Lives of a run say in which line they were heard of, behind those `before`; of others it is the present one. */
  #absorbWorker(host: Host, piece: Absorbed, rename: Rename, before = 0): void {
    const worker = this.hosts.worker(host, piece.pid);
    say(worker, piece.before);
    piece.lives.forEach((life, index) => {
      const left = index === 0 ? worker.lives.at(-1) : undefined;
      if (left?.coordinate === life.coordinate && !isRestart(left.last, life.first, worker.after.strength)) {
        worker.after = NO_SEAM;
        if (left.lastRead && life.firstRead) {
          const next = edgeFrom(life.firstRead, rename);
          const adjacent = levelsOf(figuresIn(life.first.figures)) !== 0;
          const { endpoint, file, offset } = next;
          const levels = levelsOf(next.present);
          this.#charge(host, worker.pid, left, levels, adjacent, next, endpoint, file, offset);
        }
        left.append(life, rename, this.#cap);
      } else {
        this.#begin(worker, LifeBuilder.from(life, rename, this.#cap));
      }
      worker.lives.at(-1)!.heard = 'heard' in life ? before + life.heard : this.coverage.lines;
    });
    if (piece.lives.length > 0) worker.after = joinSeams(worker.after, piece.after);
  }

  /** Starts a life; what was said since the last one is its start and the other's end. */
  #begin(worker: WorkerBuilder, life: LifeBuilder): LifeBuilder {
    const left = worker.lives.at(-1);
    if (left && worker.after !== NO_SEAM) {
      left.ended = worker.after.ended;
      life.started = worker.after.started;
    }
    worker.after = NO_SEAM;
    life.heard = this.coverage.lines;
    this.#cap = this.hosts.add(worker, life);
    return life;
  }

  /**
   * Charges the change since the life's last reading to the request that made it, if that is known: the next one, whose
   * reading it is, or where readings are taken at the start the one before.
   * `levels` are the figures of `next`; `adjacent`: no request of the right piece stands before it.
   */
  #charge(
    host: Host,
    pid: number,
    life: LifeBuilder,
    levels: number,
    adjacent: boolean,
    next: LineRecord | Edge,
    endpoint: number,
    file: number,
    offset: number,
  ): void {
    const before = life.lastRead;
    if (!before) return;
    const missing = requestsBetween(life.last, next);
    // Whatever moved before a request began is what the one before it has left.
    if (next.atStart) endpoint = life.last.endpoint;
    if (!adjacent || levelsOf(life.last.present) === 0) {
      // Requests without a figure stand between the readings: the change is theirs too.
      endpoint = this.endpoints.ofName(UNKNOWN, '');
    } else {
      life.unlogged += missing;
      if (missing > 0) {
        endpoint = this.endpoints.ofName(UNLOGGED, '');
        this.endpoints.addCalls(endpoint, missing);
      }
    }
    let isLeading = true;
    // From the lowest bit, which is the figure that leads.
    for (let both = levels & before.present; both !== 0; both &= both - 1) {
      const figure = lowestOf(both);
      const from = before.figures[figure]!;
      const to = next.figures[figure]!;
      const delta = to - from;
      this.endpoints.addDelta(endpoint, figure, delta);
      if (isLeading && this.endpoints.wantsLarge(endpoint, delta)) {
        this.endpoints.offerLarge(endpoint, {
          delta,
          before: from,
          after: to,
          time: next.time,
          source: host.source,
          host: host.name,
          pid,
          file,
          offset,
        });
      }
      isLeading = false;
    }
  }

  /** A peak begins at nothing with each request, so its whole value is the request's own. */
  #chargePeak(
    host: Host,
    record: LineRecord,
    levels: number,
    endpoint: number,
    file: number,
    offset: number,
  ): void {
    const delta = record.figures[PEAK]!;
    this.endpoints.addDelta(endpoint, PEAK, delta);
    if (levels !== 0 || !this.endpoints.wantsLarge(endpoint, delta)) return;
    const { pid, time } = record;
    const place = { source: host.source, host: host.name, pid, file, offset };
    this.endpoints.offerLarge(endpoint, { delta, before: 0, after: delta, time, ...place });
  }

  #widenSpan(from: number, to: number): void {
    if (this.from === NO_TIME || from < this.from) this.from = from;
    if (to > this.to) this.to = to;
  }
}

/** Lives of a worker, of which the last has the span that it will have when what comes `next` is taken in. */
function goingOn(lives: readonly RunLife[], next: ReturnType<NextLives>): readonly RunLife[] {
  const life = lives.at(-1)!;
  let { last, low, high } = life;
  for (const [first, ...others] of next) {
    if (!first) continue;
    if (first.coordinate !== life.coordinate || isRestart(last, first.first, 'none')) break;
    // One of lines that were not counted has no span.
    const hasSpan = !('buckets' in first) || first.buckets.length > 0;
    if (hasSpan) [low, high] = [Math.min(low, first.low), Math.max(high, first.high)];
    // What follows goes on with the last of them.
    if (others.length > 0) break;
    last = first.last;
  }
  return [...lives.slice(0, -1), { ...life, low, high }];
}

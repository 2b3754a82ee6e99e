import { compareText } from './endpoint-table.ts';
import { bucketsPerLife } from './grid.ts';
import type { LifeBuilder } from './life-builder.ts';
import type { Seam, Source } from './profile.ts';
import { INSTANCE_SEAM, joinSeams, NO_SEAM } from './seam.ts';

/** Lives up to here are kept one by one; beyond, the longest silent are closed and summed by host. */
export const MOST_LIVES = 100_000;
/** The part that is closed at a time, so that closing is rare. */
const CLOSED_AT_ONCE = 0.1;

/** One pid of a host, while it is being built. */
export interface WorkerBuilder {
  readonly pid: number;
  before: Seam;
  after: Seam;
  lives: LifeBuilder[];
  /** Restarts of its host that it has been told of; the rest is said when it is next looked at. */
  restarts: number;
}

/** Lives of a host that were closed, summed. */
export interface Closed {
  lives: number;
  requests: number;
  readonly calls: Map<number, number>;
}

/** One host of one source, while it is being built. */
export interface Host {
  /** Index into `HostTable.sources`. */
  readonly source: number;
  readonly name: string;
  readonly workers: Map<number, WorkerBuilder>;
  /** How often its server started again within these lines. */
  restarts: number;
  readonly closed: Closed;
}

/** The sources, hosts, workers and lives of a profile under construction. */
export class HostTable {
  readonly sources: Source[] = [];
  readonly #hosts = new Map<string, Host>();
  readonly #mostLives: number;
  #open = 0;
  #closed = 0;
  #cap = bucketsPerLife(0);

  /** At most `mostLives` lives are kept one by one. */
  constructor(mostLives: number) {
    this.#mostLives = mostLives;
  }

  /** The host of a source; made when it is new. */
  host(source: Source, name: string): Host {
    const key = `${source.name}\n${source.machine}\n${name}`;
    let host = this.#hosts.get(key);
    if (!host) {
      const closed = { lives: 0, requests: 0, calls: new Map<number, number>() };
      host = { source: this.source(source), name, workers: new Map(), restarts: 0, closed };
      this.#hosts.set(key, host);
    }
    return host;
  }

  /** The worker of a host; made when it is new. */
  worker(host: Host, pid: number): WorkerBuilder {
    const found = host.workers.get(pid);
    if (found) {
      hearRestarts(host, found);
      return found;
    }
    const before = host.restarts > 0 ? INSTANCE_SEAM : NO_SEAM;
    const worker = { pid, before, after: NO_SEAM, lives: [], restarts: host.restarts };
    host.workers.set(pid, worker);
    return worker;
  }

  /** Adds a life to its worker; returns how many buckets each life may have from now on. */
  add(worker: WorkerBuilder, life: LifeBuilder): number {
    worker.lives.push(life);
    this.#open++;
    if (this.#open > this.#mostLives) this.#closeSilent();
    return this.#fitted();
  }

  /** Adds lives that another profile closed. */
  addClosed(host: Host, lives: number, requests: number, calls: Iterable<readonly [number, number]>): void {
    this.#closed += lives;
    host.closed.lives += lives;
    host.closed.requests += requests;
    for (const [endpoint, count] of calls)
      host.closed.calls.set(endpoint, (host.closed.calls.get(endpoint) ?? 0) + count);
  }

  /** How many buckets each life may have. Where that has become fewer, lives of which nothing more is heard give theirs up now. */
  #fitted(): number {
    const cap = this.bucketsPerLife();
    if (cap < this.#cap) {
      for (const host of this.#hosts.values())
        for (const worker of host.workers.values()) for (const life of worker.lives) life.store.fit(cap);
    }
    this.#cap = cap;
    return cap;
  }

  /** How many buckets each life may have. */
  bucketsPerLife(): number {
    return bucketsPerLife(this.#open + this.#closed);
  }

  /** All hosts in canonical order. */
  inOrder(): readonly Host[] {
    const key = ({ source, name }: Host): string => `${sourceKey(this.sources[source]!)}\n${name}`;
    return [...this.#hosts.values()].sort((a, b) => compareText(key(a), key(b)));
  }

  /** The number of a source. */
  source(source: Source): number {
    const found = this.sources.findIndex(
      ({ name, machine }) => name === source.name && machine === source.machine,
    );
    return found >= 0 ? found : this.sources.push({ name: source.name, machine: source.machine }) - 1;
  }

  #closeSilent(): void {
    const all: { host: Host; worker: WorkerBuilder; life: LifeBuilder }[] = [];
    for (const host of this.#hosts.values()) {
      for (const worker of host.workers.values())
        for (const life of worker.lives) all.push({ host, worker, life });
    }
    all.sort((a, b) => a.life.heard - b.life.heard);
    for (const { host, worker, life } of all.slice(0, Math.ceil(CLOSED_AT_ONCE * this.#mostLives))) {
      worker.lives = worker.lives.filter((one) => one !== life);
      if (worker.lives.length === 0) host.workers.delete(worker.pid);
      const calls = life.store.toBuckets((endpoint) => endpoint).flatMap((bucket) => bucket.calls);
      this.#open--;
      this.addClosed(host, 1, life.requests, calls);
    }
  }
}

/** Tells a worker of the restarts of its host since it was last looked at: a banner must not cost a look at every worker. */
export function hearRestarts(host: Host, worker: WorkerBuilder): void {
  if (worker.restarts === host.restarts) return;
  say(worker, INSTANCE_SEAM);
  worker.restarts = host.restarts;
}

/** Adds what the server said of a worker to the right place: before its first request, or after its last. */
export function say(worker: WorkerBuilder, seam: Seam): void {
  if (worker.lives.length === 0) worker.before = joinSeams(worker.before, seam);
  else worker.after = joinSeams(worker.after, seam);
}

/** A text that orders sources. */
export function sourceKey(source: Source): string {
  return `${source.name}\n${source.machine}`;
}

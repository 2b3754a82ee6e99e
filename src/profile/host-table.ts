import { compareText } from './endpoint-table.ts';
import { bucketsPerLife } from './grid.ts';
import type { LifeBuilder } from './life-builder.ts';
import type { Seam, Source } from './profile.ts';
import { INSTANCE_SEAM, joinSeams, NO_SEAM } from './seam.ts';

/** Lives up to here are kept one by one; beyond, the longest silent are closed and summed by host. */
export const MOST_LIVES = 100_000;
/** The part that is closed at a time, so that closing is rare. */
const CLOSED_AT_ONCE = 0.1;
/** Hosts and workers without a life (only their starts and ends were logged) may be so many times as many as lives. */
const LIFELESS_PART = 1;

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
  readonly #sourceNumbers = new Map<string, number>();
  readonly #hosts = new Map<string, Host>();
  readonly #mostLives: number;
  #open = 0;
  #closed = 0;
  /** Workers without a life. */
  #lifeless = 0;
  /** So many hosts are looked through for those that can be given up. */
  #mostHosts: number;
  #cap = bucketsPerLife(0);

  /** At most `mostLives` lives are kept one by one. */
  constructor(mostLives: number) {
    this.#mostLives = mostLives;
    this.#mostHosts = LIFELESS_PART * mostLives;
  }

  /** How many more lives may begin before others are closed. */
  get livesLeft(): number {
    return this.#mostLives - this.#open;
  }

  /** The host of a source; made when it is new. Valid until the next is asked for, or while it has a life. */
  host(source: Source, name: string): Host {
    const key = `${sourceKey(source)}\n${name}`;
    let host = this.#hosts.get(key);
    if (!host) {
      if (this.#hosts.size >= this.#mostHosts) this.#giveUpHosts();
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
    if (this.#lifeless >= LIFELESS_PART * this.#mostLives) this.#forgetLifeless();
    this.#lifeless++;
    const before = host.restarts > 0 ? INSTANCE_SEAM : NO_SEAM;
    const worker = { pid, before, after: NO_SEAM, lives: [], restarts: host.restarts };
    host.workers.set(pid, worker);
    return worker;
  }

  /** Adds a life to its worker; returns how many buckets each life may have from now on. */
  add(worker: WorkerBuilder, life: LifeBuilder): number {
    if (worker.lives.length === 0) this.#lifeless--;
    worker.lives.push(life);
    this.#open++;
    if (this.#open > this.#mostLives) this.#closeSilent(life);
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
    const key = sourceKey(source);
    let number = this.#sourceNumbers.get(key);
    if (number === undefined) {
      number = this.sources.push({ name: source.name, machine: source.machine }) - 1;
      this.#sourceNumbers.set(key, number);
    }
    return number;
  }

  /** Forgets the first of the workers of which no request was seen. */
  #forgetLifeless(): void {
    let left = Math.ceil(CLOSED_AT_ONCE * this.#mostLives);
    for (const { workers } of this.#hosts.values()) {
      for (const { pid, lives } of workers.values()) {
        if (lives.length > 0) continue;
        workers.delete(pid);
        this.#lifeless--;
        if (--left === 0) return;
      }
    }
  }

  /** Hosts of which no worker is left are summed as the host without a name of their source. */
  #giveUpHosts(): void {
    for (const [key, { source, name, workers, closed }] of this.#hosts) {
      if (workers.size > 0 || name === '') continue;
      this.#hosts.delete(key);
      if (closed.lives === 0) continue;
      this.#closed -= closed.lives;
      this.addClosed(this.host(this.sources[source]!, ''), closed.lives, closed.requests, closed.calls);
    }
    // Where all have workers, which are bounded themselves, to look again for each new host would take too long.
    this.#mostHosts = this.#hosts.size + LIFELESS_PART * this.#mostLives;
  }

  /** Closes the lives not heard of for the longest time, but not the one that has `just` begun. */
  #closeSilent(just: LifeBuilder): void {
    const all: { host: Host; worker: WorkerBuilder; life: LifeBuilder }[] = [];
    for (const host of this.#hosts.values()) {
      for (const worker of host.workers.values())
        for (const life of worker.lives) if (life !== just) all.push({ host, worker, life });
    }
    all.sort((a, b) => a.life.heard - b.life.heard);
    for (const { host, worker, life } of all.slice(0, Math.ceil(CLOSED_AT_ONCE * this.#mostLives))) {
      worker.lives = worker.lives.filter((one) => one !== life);
      if (worker.lives.length === 0) host.workers.delete(worker.pid);
      const calls = life.store.calls();
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

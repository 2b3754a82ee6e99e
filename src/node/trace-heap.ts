/** What functions have allocated that is still alive: V8's sampling heap profiler, and its collector on demand. */
import { Session } from 'node:inspector';
import type { HeapProfiler } from 'node:inspector';
import { garbageCollector } from './garbage-collector.ts';
import { keyOf, ownFrames } from './trace-frames.ts';
import type { Frame } from './trace-frames.ts';

/** What was allocated under one stack of the application's own functions and is alive. */
export interface Site {
  /** Names the stack. */
  readonly key: string;
  /** Functions of the application, or of packages where none is; the innermost first. Never empty. */
  readonly own: readonly Frame[];
  /** All functions that have a file, the innermost first. */
  readonly all: readonly Frame[];
  /** An estimate from samples. */
  bytes: number;
}

/** The profiler of this thread. Throws when another one is at work, or this Node has none. */
export class HeapSampler {
  readonly #session = new Session();
  readonly #gc: () => void;

  constructor() {
    this.#session.connect();
    this.#session.post('HeapProfiler.enable');
    this.#gc = garbageCollector() ?? (() => this.#session.post('HeapProfiler.collectGarbage'));
  }

  /** Two full collections: the first one's buffers are freed by the second. */
  collect(): void {
    this.#gc();
    this.#gc();
  }

  /** From now on allocations are sampled, one in about so many bytes. */
  start(interval: number): void {
    // Old and young garbage is left out unless it is asked for.
    this.#session.post('HeapProfiler.startSampling', { samplingInterval: interval }, (error) => {
      if (error) throw new Error(error.message);
    });
  }

  /** What has been allocated since and is alive, by function. Goes on. */
  look(): Map<string, Site> {
    return this.#ask('HeapProfiler.getSamplingProfile');
  }

  /** The same, and no sampling any more. */
  stop(): Map<string, Site> {
    return this.#ask('HeapProfiler.stopSampling');
  }

  /** Gives everything back. */
  close(): void {
    this.#session.disconnect();
  }

  #ask(what: 'HeapProfiler.getSamplingProfile' | 'HeapProfiler.stopSampling'): Map<string, Site> {
    let sites = new Map<string, Site>();
    // Called before `post` returns: the session is of this thread.
    this.#session.post(what, (error: Error | null, told?: { profile: HeapProfiler.SamplingHeapProfile }) => {
      if (error) throw new Error(error.message);
      if (told !== undefined) sites = sitesOf(told.profile.head);
    });
    return sites;
  }
}

/** A node of the profile, and the nodes that called it, itself the first. */
interface Place {
  readonly node: HeapProfiler.SamplingHeapProfileNode;
  readonly callers: readonly Frame[];
}

function sitesOf(head: HeapProfiler.SamplingHeapProfileNode): Map<string, Site> {
  const sites = new Map<string, Site>();
  const places: Place[] = [{ node: head, callers: [] }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const callers = [place.node.callFrame, ...place.callers];
    if (place.node.selfSize > 0) add(sites, callers, place.node.selfSize);
    for (const node of place.node.children) places.push({ node, callers });
  }
  return sites;
}

function add(sites: Map<string, Site>, callers: readonly Frame[], bytes: number): void {
  const own = ownFrames(callers);
  if (own.length === 0) return;
  const key = own.map(keyOf).join('\n');
  const site = sites.get(key);
  if (site === undefined) sites.set(key, { key, own, all: callers.filter(({ url }) => url !== ''), bytes });
  else site.bytes += bytes;
}

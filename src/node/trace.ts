/**
 * Watches one endpoint in one worker, for as many calls as wanted: which functions allocate what stays. After a few calls
 * that go by, five are watched alone, from their beginning until their response is gone and the garbage collected; then
 * one sampling runs over all that is left. See Trace in docs/probe.md.
 */
import { externalNow } from './collections.ts';
import { readMemory } from './memory.ts';
import type { Settings } from './settings.ts';
import { endpointMatcher } from './trace-endpoint.ts';
import { HeapSampler } from './trace-heap.ts';
import { claimTrace } from './trace-lock.ts';
import { findingsOf } from './trace-report.ts';
import type { Look } from './trace-report.ts';
import { say } from './trace-say.ts';

/** Calls that go by at first: what is made once is made then. */
const LET_BY = 3;
/** Calls that are watched alone, and as many where a collection takes long. */
const ALONE = 5;
const ALONE_OF_LARGE = 2;
/** Milliseconds. */
const LONG_COLLECTION = 500;
/** Calls that others overlap are passed over, but not more of them. */
const MOST_PASSED_OVER = 50;
/** Bytes between two samples. */
const INTERVAL_ALONE = 16;
const INTERVAL_LONG = 128;
/** Looks at many calls. */
const LOOKS = 8;

type Phase = 'wanted' | 'by' | 'ready' | 'alone' | 'settling' | 'long' | 'over';

/** Why a trace ended. */
type Why = 'done' | 'time' | 'memory' | 'exit' | 'fault';

/** One for each process. Nothing in it throws. */
export class Trace {
  #phase: Phase = 'wanted';
  #calls = 0;
  #requests = 0;
  #running = 0;
  #passedOver = 0;
  #aloneWanted = ALONE;
  #watched: object | undefined;
  #isOverlapped = false;
  #externalBefore = 0;
  #rssAtFirst = 0;
  #timer: NodeJS.Timeout | undefined;
  #sampler: HeapSampler | undefined;
  #longCalls = 0;
  #longWanted = 0;
  readonly #alone: Look[] = [];
  readonly #long: Look[] = [];
  readonly #settings: Settings;
  readonly #write: (line: string) => void;
  readonly #matches: (method: string, path: string) => boolean;

  constructor(settings: Settings, write: (line: string) => void) {
    this.#settings = settings;
    this.#write = write;
    this.#matches = endpointMatcher(settings.trace);
  }

  /** A request begins; `request` stands for it until it has ended. */
  begun(request: object, method: string, path: string): void {
    if (this.#phase === 'over') return;
    this.#running++;
    this.#guarded(() => {
      if (this.#phase === 'wanted') this.#claim();
      if (this.#phase === 'over') return;
      this.#requests++;
      if (this.#phase === 'alone' || this.#phase === 'settling') this.#isOverlapped = true;
      if (this.#matches(method, path)) this.#call(request);
    });
  }

  /** It has ended. */
  ended(request: object): void {
    if (this.#phase === 'over') return;
    this.#running--;
    if (this.#phase === 'alone' && request === this.#watched) {
      this.#phase = 'settling';
      // What hangs on its connection is gone a turn of the loop later.
      setImmediate(() => setImmediate(() => this.#guarded(() => this.#endAlone())));
    }
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#phase = 'over';
      this.#close();
      this.#end('fault', { what: String(error).slice(0, 200) });
    }
  }

  #claim(): void {
    this.#phase = 'over';
    if (!claimTrace(this.#settings.trace)) return;
    this.#phase = 'by';
    this.#say('begin', { calls: this.#settings.calls });
    this.#rssAtFirst = readMemory(false).rss;
    this.#timer = setTimeout(() => this.#guarded(() => this.#finish('time')), this.#settings.seconds * 1000);
    this.#timer.unref();
    process.once('exit', () => this.#guarded(() => this.#finish('exit')));
  }

  #call(request: object): void {
    this.#calls++;
    if (this.#phase === 'by' && this.#calls > Math.min(LET_BY, this.#settings.calls / 4))
      this.#phase = 'ready';
    if (this.#phase === 'ready') {
      if (this.#running > 1 && this.#passedOver < MOST_PASSED_OVER) this.#passedOver++;
      else if (this.#alone.length < this.#aloneWanted) this.#beginAlone(request);
      else this.#beginLong();
    } else if (this.#phase === 'long') this.#countLong();
  }

  #beginAlone(request: object): void {
    const sampler = (this.#sampler ??= new HeapSampler());
    const began = performance.now();
    sampler.collect();
    if (performance.now() - began > LONG_COLLECTION) this.#aloneWanted = ALONE_OF_LARGE;
    this.#externalBefore = externalNow();
    this.#isOverlapped = false;
    this.#watched = request;
    sampler.start(INTERVAL_ALONE);
    this.#phase = 'alone';
  }

  #endAlone(): void {
    if (this.#phase !== 'settling' || this.#sampler === undefined) return;
    this.#phase = 'ready';
    this.#watched = undefined;
    this.#sampler.collect();
    const sites = this.#sampler.stop();
    const external = externalNow() - this.#externalBefore;
    if ((this.#isOverlapped || this.#running > 0) && this.#passedOver < MOST_PASSED_OVER) this.#passedOver++;
    else this.#alone.push({ sites, external, calls: 1 });
    this.#lookAtMemory();
  }

  #beginLong(): void {
    // Calls that were passed over are not missing here.
    this.#longWanted = Math.max(LOOKS, this.#settings.calls / 2, this.#settings.calls - this.#calls);
    this.#sampler?.collect();
    this.#sampler?.start(INTERVAL_LONG);
    this.#phase = 'long';
    this.#look();
  }

  /** Another call begins: those before it have left what they leave. */
  #countLong(): void {
    this.#longCalls++;
    const next = (this.#longWanted * this.#long.length) / LOOKS;
    // What other requests hold in passing is no growth: better a few calls later.
    if (this.#longCalls < next || (this.#running > 1 && this.#longCalls < next + 3)) return;
    if (this.#longCalls >= this.#longWanted) this.#finish('done');
    else {
      this.#look();
      this.#lookAtMemory();
    }
  }

  #look(): void {
    if (this.#sampler === undefined) return;
    this.#sampler.collect();
    this.#long.push({ sites: this.#sampler.look(), external: externalNow(), calls: this.#longCalls });
  }

  #lookAtMemory(): void {
    if (readMemory(false).rss - this.#rssAtFirst > this.#settings.memory) this.#finish('memory');
  }

  /** Writes what was found so far. */
  #finish(why: Why): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'long') this.#look();
    this.#phase = 'over';
    this.#close();
    for (const { kind, fields } of findingsOf(this.#alone, this.#long)) this.#say(kind, fields);
    this.#end(this.#calls === 0 ? 'never' : why, {});
    this.#alone.length = this.#long.length = 0;
  }

  /** Sampling ends with the session. */
  #close(): void {
    clearTimeout(this.#timer);
    const sampler = this.#sampler;
    this.#sampler = undefined;
    try {
      sampler?.close();
    } catch {
      // It is of no use any more.
    }
  }

  #end(why: Why | 'never', more: Readonly<Record<string, string>>): void {
    this.#say('end', {
      why,
      calls: this.#calls,
      requests: this.#requests,
      alone: this.#alone.length,
      long: this.#longCalls,
      ...more,
    });
  }

  #say(kind: string, fields: Readonly<Record<string, string | number>>): void {
    try {
      this.#write(say(kind, this.#settings.trace, fields));
    } catch {
      // The application must not pay for its log.
    }
  }
}

/** The one of this process. */
let trace: Trace | undefined;

/** The trace that the environment asks for; undefined if it asks for none. */
export function traceOf(settings: Settings, write: (line: string) => void): Trace | undefined {
  if (settings.trace !== '') trace ??= new Trace(settings, write);
  return trace;
}

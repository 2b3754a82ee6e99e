/**
 * The vocabulary of the first half of the pipeline: what one line of a log says.
 *
 * A parser fills one `LineRecord` again and again, so that reading a log makes no object per line.
 */

/**
 * The memory figures a line may carry. All but `blocks` (a count) are bytes. The order is the order of preference nowhere;
 * see ranking. `peak` is what one request had at most, counted from nothing: it says what is large in passing and never what is kept.
 */
export const FIGURES = ['rss', 'vsz', 'pss', 'uss', 'live', 'blocks', 'peak'] as const;

/** The name of one memory figure. */
export type Figure = (typeof FIGURES)[number];

/** How many figures a reading can hold. */
export const FIGURE_COUNT = FIGURES.length;

/** Place of `rss` among the figures. */
export const RSS = FIGURES.indexOf('rss');

/** Place of `vsz` among the figures. */
export const VSZ = FIGURES.indexOf('vsz');

/** Place of the one figure that is no level: each request begins at nothing. */
export const PEAK = FIGURES.indexOf('peak');

/** `LineRecord.time` when the line carries no usable time. */
export const NO_TIME = -1;

/** `LineRecord` counters (`app`, `workerRequests`, `instanceRequests`) when the line does not carry them. */
export const NO_COUNTER = -1;

/** What a trace of the probe found out, as its line says it (docs/probe.md); values are read, not escaped. */
export interface TraceFinding {
  /** `begin`, `line`, `holder`, `type`, `native`, `heap`, `memray` or `end`. */
  readonly kind: string;
  /** The endpoint that was watched, such as `GET /search`. */
  readonly endpoint: string;
  /** Process that watched, 0 if the line does not say. */
  readonly pid: number;
  /** When the line was written, and when its trace began, whole seconds; NO_TIME if the line does not say. */
  readonly time: number;
  readonly since: number;
  /** Every other field by its name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** What the parts of one name left in one request (docs/probe.md). */
export interface SpanLeft {
  /** `sql.select.shop_item`, `template.shop/list.html`, `cache.get`, `view.shop.views.search`, or a name of the application's own. */
  readonly name: string;
  /** How many there were. */
  readonly count: number;
  /** Blocks that were in use at their ends and not at their beginnings, without those of spans within; signed. */
  readonly blocks: number;
  /** Bytes, likewise. */
  readonly bytes: number;
}

/** A line without spans. */
export const NO_SPANS: readonly SpanLeft[] = [];

/** What a server says of itself when it starts. */
export interface ServerSaid {
  /** `gunicorn`, `uwsgi`, `celery`, … */
  readonly name: string;
  /** As it is written; empty where it says none. */
  readonly version: string;
}

/** Why and when a life starts or ends, as the server's own log says it. */
export interface LifecycleEvent {
  /**
   * `start`: the process with `pid` is new; what stood under that pid before is another life.
   * `end`: the process is gone.
   * `instance`: the whole server started again; every worker of the source and host may be new.
   * `note`: something happened to the worker, which goes on living (a harakiri warning, say).
   */
  readonly kind: 'start' | 'end' | 'instance' | 'note';
  /** Process id, 0 when the line names none (`instance`). */
  readonly pid: number;
  /** What the server said, in one word: `spawned`, `respawned`, `recycled`, `killed`, `harakiri`, `memory-limit`, `stopped`, `started`. */
  readonly what: string;
}

/**
 * What a parser says of a piece of a line.
 *
 * - `request`: the record holds a request (its route may be lost: `pathStart < 0` and `route` empty).
 * - `reading`: the record holds memory figures of a worker at a time, and no request.
 * - `lifecycle`: `event` holds it.
 * - `ignored`: a line of the same server that says nothing about memory; `reason` names the sort.
 * - `malformed`: meant to be a request line, but broken; `reason` says how.
 * - `foreign`: not a line of this format.
 */
export type LineKind = 'request' | 'reading' | 'lifecycle' | 'ignored' | 'malformed' | 'foreign';

/** What the wrapper around a line says; a line that says it itself knows better. */
export interface Surroundings {
  /** Machine, pod, container or dyno, the outermost first, joined by `/`; empty if none. */
  readonly host: string;
  /** Process id of whoever sent the line, 0 if it is not named. */
  readonly pid: number;
  /** Whole seconds since 1970, NO_TIME if absent. */
  readonly time: number;
}

/** A line with nothing around it. */
export const BARE: Surroundings = { host: '', pid: 0, time: NO_TIME };

/** One line, read. Mutable and reused: copy what must outlive the next call of the parser. */
export class LineRecord {
  /** What stands around the line. `host` starts from it; the reader of lines fills `pid` and `time` from it where the line has none. */
  around: Surroundings = BARE;
  /** Process id of the worker, 0 if the line names none. */
  pid = 0;
  /** Index of the application in the worker (uWSGI `app:`), or NO_COUNTER. Formats without applications leave it so. */
  app = NO_COUNTER;
  /** Requests this worker has begun for this app (uWSGI A of `req: A/B`) or finished (`seq` of a memhog tail), or NO_COUNTER. */
  workerRequests = NO_COUNTER;
  /** Requests the whole instance has finished (uWSGI B of `req: A/B`), or NO_COUNTER. */
  instanceRequests = NO_COUNTER;
  /**
   * The figures stand for the moment this request began, so they are what all requests before it left; `workerRequests`
   * then counts requests begun. Lines stand in the order in which requests ended. See docs/probe.md.
   */
  atStart = false;
  /** About one request in so many carries the figures that this line carries; 0 where the line does not say. */
  every = 0;
  /** What the parts of the request left (docs/probe.md); empty if the line does not say, or there were none. */
  spans: readonly SpanLeft[] = NO_SPANS;
  /** About one request in so many is looked at for spans, this one among them; 0 where it was not. */
  spansEvery = 0;
  /** For an `ignored` line of a trace: what it found. */
  finding: TraceFinding | undefined = undefined;
  /** Thread or async core that served the request, or how many others were in progress; 0 where it had the process to itself. */
  core = 0;
  /** Whole seconds; of the log's own wall clock where it prints no zone (then as if that were UTC). NO_TIME if absent. */
  time = NO_TIME;
  /** HTTP status, 0 if absent. */
  status = 0;
  /** Method in canonical form (see formats/method.ts); empty if lost, or for a job that has none. */
  method = '';
  /**
   * What the framework itself calls the route: a template that starts with `/` (its placeholders as `:name`), or the
   * name of a task or a controller's action. Empty if the line does not say; then the path decides.
   */
  route = '';
  /** The machine, pod or container named around the line; empty if none. */
  host = '';
  /** One value for each of FIGURES; 0 means the line does not carry it. */
  readonly figures = new Float64Array(FIGURE_COUNT);
  /** The raw request target, query included, stands in `pathBytes[pathStart, pathEnd)`; `pathStart` is -1 when it is lost. */
  pathBytes: Uint8Array = new Uint8Array(0);
  pathStart = -1;
  pathEnd = -1;
  /** For `ignored` and `malformed`: a short constant phrase. */
  reason = '';
  /** For `lifecycle`. */
  event: LifecycleEvent | undefined = undefined;
  /** For lines of no request: the server that starts here. The reader of lines fills it. */
  server: ServerSaid | undefined = undefined;
  /** Where in the line the parser stopped: the end, or the start of a second record glued to the first. */
  next = 0;

  /** Forgets the previous line, but for what stands around this one. */
  reset(): void {
    this.pid = 0;
    this.app = NO_COUNTER;
    this.workerRequests = NO_COUNTER;
    this.instanceRequests = NO_COUNTER;
    this.atStart = false;
    this.every = 0;
    this.spans = NO_SPANS;
    this.spansEvery = 0;
    this.finding = undefined;
    this.core = 0;
    this.time = NO_TIME;
    this.status = 0;
    this.method = '';
    this.route = '';
    this.host = this.around.host;
    for (let figure = 0; figure < FIGURE_COUNT; figure++) this.figures[figure] = 0;
    this.pathStart = -1;
    this.pathEnd = -1;
    this.reason = '';
    this.event = undefined;
    this.server = undefined;
  }
}

/**
 * What the pure rules make of a path: either a route fixed by name (a user's rule, `*`, an empty target),
 * or its segments with values replaced by placeholders, which the fan-out tree of the profile may fold further.
 *
 * A segment that starts with `:` is a placeholder, one with `?` or `&` the name of a kept query parameter,
 * one with `=` its value; a literal that starts so is percent-encoded, so the two cannot be confused.
 */
export interface Template {
  readonly fixed: string | undefined;
  readonly segments: readonly string[];
  /**
   * The segments as `/segment/segment`, in ASCII, where the template was made for one path that may never come again; valid until
   * the next is made. Other templates stand for theirs each time, so that things may be remembered by them.
   */
  readonly passing?: Uint8Array;
}

/**
 * Records to Profile: the only place where routes and the profile meet.
 *
 *     record -> (template, endpoint) -> builder
 */
import type { Format } from './formats/format.ts';
import { lineExample } from './formats/mask.ts';
import { ProfileBuilder } from './profile/builder.ts';
import type { NextLives } from './profile/builder.ts';
import type { Host } from './profile/host-table.ts';
import { FILTERED, UNKNOWN } from './profile/profile.ts';
import type { Profile, Settings, Source } from './profile/profile.ts';
import { traceLine } from './profile/trace-table.ts';
import { NO_TIME } from './record.ts';
import type { LineKind, LineRecord, Template, TraceFinding } from './record.ts';
import type { Place } from './record-reader.ts';
import { FrameworkRoutes } from './routes/framework.ts';
import { Router } from './routes/router.ts';
import { livesOf, MOST_LIVES_OF_RUN, PlainRun, unpackedRun } from './runs/plain-run.ts';
import type { PackedRun } from './runs/plain-run.ts';

const QUESTION_MARK = 0x3f;
/** After a run that was not worth its while so many requests are taken in one by one. */
const AFTER_SHORT_RUN = 4096;
/** A path shown as an example is cut after so many bytes. */
const LONGEST_EXAMPLE = 200;

/** Statuses of a path that does not exist (or not for this method): such paths are kept from folding real routes. */
const isNotFound = (status: number): boolean => status === 404 || status === 405 || status === 410;

/** Whether a status is among those asked for, such as `200` or `5xx`. */
function matchesStatus(status: number, wanted: readonly string[]): boolean {
  const text = String(status);
  return wanted.some(
    (one) => one === text || (one.endsWith('xx') && text.length === 3 && one.startsWith(text.charAt(0))),
  );
}

/** The raw path, without its query: that is where tokens stand. */
function examplePath({ pathBytes, pathStart, pathEnd }: LineRecord): string {
  const query = pathBytes.subarray(pathStart, pathEnd).indexOf(QUESTION_MARK);
  const end = Math.min(query < 0 ? pathEnd : pathStart + query, pathStart + LONGEST_EXAMPLE);
  return new TextDecoder().decode(pathBytes.subarray(pathStart, end));
}

/** What a part of a file says, to be taken in by another thread. */
export interface Piece {
  readonly profile: Profile;
  /** What the last lines say of workers, which the profile leaves out; with endpoints by their places in it. */
  readonly run?: PackedRun;
}

/** The lives of a piece; undefined where a seam is said before or behind those of its profile. */
function nextLives({ profile, run }: Piece): NextLives | undefined {
  const seams = profile.workers.flatMap(({ before, after }) => [before, after]);
  if (profile.restarts.length > 0 || seams.some((seam) => seam.strength !== 'none')) return undefined;
  // Lines of runs name no host.
  const workers = profile.workers.filter(({ host }) => host === '');
  const before = new Map(workers.map(({ pid, lives }) => [pid, lives]));
  const behind = run && livesOf(run);
  return (pid) => [before.get(pid) ?? [], behind?.get(pid) ?? []];
}

/** Takes the records of any number of inputs, one input after the other. */
export class Intake {
  readonly #builder: ProfileBuilder;
  readonly #router: Router;
  readonly #frameworkRoutes = new FrameworkRoutes();
  readonly #settings: Settings;
  #source: Source = { name: '-', machine: '' };
  #fileName = '-';
  #file = -1;
  readonly #followsAll: boolean;
  #host: Host | undefined;
  #hostName = '';
  /** Plain lines that are taken in together; none where it must be asked of each whether it counts. */
  #run: PlainRun | undefined;
  readonly #mayRun: boolean;
  /** Where the first line stands that it did not take. */
  #stoppedAt = 0;
  /** So many requests are taken one by one before another run. */
  #resting = 0;

  /** Throws UsageError when a route rule cannot be read. */
  constructor(settings: Settings) {
    this.#settings = settings;
    this.#builder = new ProfileBuilder(settings);
    this.#followsAll = settings.workers.length + settings.hosts.length === 0;
    this.#router = new Router(settings);
    const { by, since, until, statuses } = settings;
    const countsAll = since === null && until === null && statuses.length === 0;
    this.#mayRun = this.#followsAll && by === 'endpoint' && countsAll;
  }

  /** Says where the following records come from. */
  open(source: Source, file: string): void {
    this.#finishRun();
    this.#run?.forgetText();
    this.#source = source;
    this.#fileName = file;
    this.#file = -1;
    this.#host = undefined;
  }

  /** Counts lines that were longer than the limit and so were cut. */
  cutLines(count: number): void {
    this.#builder.coverage.cut += count;
  }

  /** Takes in a finished profile as if its lines stood here. */
  absorb(profile: Profile): void {
    this.#finishRun();
    this.#builder.absorb(profile);
    // To make room for the hosts of the piece this one may have been given up.
    this.#host = undefined;
  }

  /** What was learnt so far, in the form that costs a thread least to hand to another: the last run as it stands in memory. Nothing follows. */
  toPiece(): Piece {
    const { place } = this.#builder.endpoints.totals();
    const profile = this.#builder.toProfile();
    return this.#run?.isBegun && this.#run.requests > 0
      ? { profile, run: this.#run.pack(place) }
      : { profile };
  }

  /**
   * Whether pieces of the same file can be taken in as if their lines stood here: not where lives were closed, or might be, because
   * there are too many, since which ones that are is decided line by line.
   */
  canTake(pieces: readonly Piece[]): boolean {
    // Of the run that is open here it is not known yet which of its lives are new.
    let lives = MOST_LIVES_OF_RUN;
    for (const { profile, run } of pieces) {
      lives += run?.lives ?? 0;
      for (const worker of profile.workers) lives += worker.lives.length;
    }
    return (
      lives <= this.#builder.hosts.livesLeft && pieces.every(({ profile }) => profile.closed.length === 0)
    );
  }

  /** Takes in a piece of the same file as if its lines stood here. */
  absorbPiece(piece: Piece): void {
    const { profile, run } = piece;
    this.#finishRun(nextLives(piece));
    const before = this.#builder.coverage.lines;
    const endpoints = this.#builder.absorb(profile);
    this.#host = undefined;
    if (!run) return;
    const numberOf = (endpoint: number): number => endpoints[endpoint]!;
    this.#builder.absorbRun(this.#hostOf(''), unpackedRun(run, this.#fileNumber(), numberOf), before);
  }

  /** How many buckets each life may have at most, as it stands; never more later. */
  get bucketsPerLife(): number {
    this.#finishRun();
    return this.#builder.bucketsPerLife;
  }

  /** What was learnt so far. */
  toProfile(): Profile {
    this.#finishRun();
    return this.#builder.toProfile();
  }

  /** Where the first line begins that `takeAhead` did not take. */
  get stoppedAt(): number {
    return this.#stoppedAt;
  }

  /**
   * Takes plain lines of a format that has them (`Format.hasPlainRuns`) from the front of `bytes[start, end)`, which ends in a
   * line feed and stands at byte `offset` of its file; returns how many.
   */
  takeAhead(format: Format, bytes: Uint8Array, start: number, end: number, offset: number): number {
    if (this.#mayRun) this.#run ??= this.#newRun();
    const run = this.#run;
    const { coverage } = this.#builder;
    let lines = 0;
    this.#stoppedAt = start;
    while (run && this.#resting === 0 && this.#stoppedAt < end) {
      if (!run.isBegun && !this.#beginRun(run)) break;
      const at = offset + this.#stoppedAt - start;
      const taken = run.take(bytes, this.#stoppedAt, end, at, coverage.lines);
      this.#stoppedAt = run.stoppedAt;
      lines += taken;
      coverage.lines += taken;
      coverage.requests += taken;
      coverage.readings += taken;
      coverage.format(format.name, taken);
      if (!run.isOpen) this.#breakRun();
      else if (taken === 0) break;
    }
    return lines;
  }

  #newRun(): PlainRun {
    return new PlainRun({
      endpoint: (record) => this.#endpoint(record),
      wantsExample: (endpoint) => this.#settings.examples && this.#builder.endpoints.wantsExample(endpoint),
      offerExample: (endpoint, line, record) => this.#offerExample(endpoint, line + 1, record),
    });
  }

  #beginRun(run: PlainRun): boolean {
    const { bucketsPerLife, hosts } = this.#builder;
    // Which lives are closed when there are too many is decided line by line.
    if (hosts.livesLeft < MOST_LIVES_OF_RUN) return false;
    const { rules, keepQuery } = this.#settings;
    return run.begin({
      file: this.#fileNumber(),
      bucketsPerLife,
      isByWhole: rules.length + keepQuery.length > 0,
    });
  }

  /** Takes in what the run learnt; what is taken in after it says `ProfileBuilder.absorbRun`. */
  #finishRun(next?: NextLives): void {
    const run = this.#run;
    if (!run?.isBegun) return;
    const hasRequests = run.requests > 0;
    const learnt = run.finish();
    if (hasRequests) this.#builder.absorbRun(this.#hostOf(''), learnt, 0, next);
  }

  /** Ends the run because of what it cannot hold. */
  #breakRun(): void {
    if (!this.#run?.isBegun) return;
    if (!this.#run.isLong) this.#resting = AFTER_SHORT_RUN;
    this.#finishRun();
  }

  #fileNumber(): number {
    if (this.#file < 0) this.#file = this.#builder.file(this.#fileName);
    return this.#file;
  }

  /** Takes what a RecordReader made of one line. */
  take(kind: LineKind, record: LineRecord, format: Format, place: Place): void {
    this.#fileNumber();
    const { coverage } = this.#builder;
    const { offset } = place;
    coverage.lines++;
    if (record.server) this.#builder.server(this.#source, record.server);
    switch (kind) {
      case 'foreign':
        this.#leaveAside('ignored', place.start === place.end ? 'empty' : 'not a request line', place);
        return;
      case 'ignored':
      case 'malformed':
        if (record.finding) this.#finding(record.finding, record);
        this.#leaveAside(kind, record.reason, place);
        return;
      case 'lifecycle':
        coverage.lifecycle++;
        this.#breakRun();
        if (record.event && this.#isFollowed(record.event.pid, record))
          this.#builder.lifecycle(this.#hostOf(record.host), record.event);
        return;
      case 'reading':
        coverage.samples++;
        coverage.format(format.name);
        if (this.#isFollowed(record.pid, record)) this.#sample(record, offset);
        return;
      case 'request':
        if (this.#isFollowed(record.pid, record)) this.#request(record, offset);
        coverage.format(format.name);
        if (record.reason === '') coverage.requests++;
        else this.#leaveAside('malformed', record.reason, place);
    }
  }

  #leaveAside(what: 'ignored' | 'malformed', reason: string, { bytes, start, end, offset }: Place): void {
    this.#builder.coverage.reason(what, reason, this.#file, offset, () =>
      lineExample(bytes, start, end, this.#settings.examples),
    );
  }

  #finding(found: TraceFinding, record: LineRecord): void {
    if (!this.#isFollowed(found.pid, record) || !this.#isInTime(found.time)) return;
    const { endpoint, pid, time, since, kind, fields } = found;
    const where = { source: this.#builder.hosts.source(this.#source), host: record.host, pid, time, since };
    const named = { ...where, endpoint: this.#tracedName(endpoint) };
    this.#builder.traces.add(traceLine(named, kind, fields));
  }

  /** `GET /users/<int:id>` as `GET /users/:id`: as the routes of requests are written. */
  #tracedName(endpoint: string): string {
    const path = endpoint.indexOf('/');
    if (path < 0 || (path > 0 && endpoint[path - 1] !== ' ')) return endpoint;
    const { segments } = this.#frameworkRoutes.template(endpoint.slice(path));
    return `${endpoint.slice(0, path)}/${segments.join('/')}`;
  }

  #request(record: LineRecord, offset: number): void {
    const { endpoints } = this.#builder;
    const counted = this.#isInTime(record.time);
    const endpoint = counted ? this.#endpoint(record) : endpoints.ofName(FILTERED, '');
    if (this.#settings.examples && record.pathStart >= 0 && endpoints.wantsExample(endpoint))
      this.#offerExample(endpoint, 0, record);
    if (record.spansEvery > 0 && counted)
      this.#builder.spans.observe(endpoint, record.spans, record.spansEvery);
    if (this.#run?.isBegun) {
      if (this.#run.isOpen && this.#run.takeRequest(record, endpoint, offset, this.#builder.coverage.lines)) {
        this.#builder.coverage.readings++;
        return;
      }
      this.#breakRun();
    }
    if (this.#resting > 0) this.#resting--;
    const kind = counted ? 'call' : 'passing';
    this.#builder.observe(this.#hostOf(record.host), record, endpoint, this.#file, offset, kind);
  }

  /** Offers the path of a request so many lines behind those that are counted. */
  #offerExample(endpoint: number, linesBehind: number, record: LineRecord): void {
    const line = this.#builder.coverage.lines + linesBehind;
    this.#builder.endpoints.offerExample(endpoint, { line, path: examplePath(record) });
  }

  /** Memory that moved between two samples belongs to whatever ran in between. */
  #sample(record: LineRecord, offset: number): void {
    const counted = this.#isInTime(record.time);
    const endpoint = this.#builder.endpoints.ofName(counted ? UNKNOWN : FILTERED, '');
    this.#breakRun();
    const host = this.#hostOf(record.host);
    this.#builder.observe(host, record, endpoint, this.#file, offset, counted ? 'sample' : 'passing');
  }

  #endpoint(record: LineRecord): number {
    const { endpoints } = this.#builder;
    const { by, statuses } = this.#settings;
    if (statuses.length > 0 && !matchesStatus(record.status, statuses)) return endpoints.ofName(FILTERED, '');
    if (record.pathStart < 0 && record.route === '') return endpoints.ofName(UNKNOWN, '');
    if (by === 'status') return endpoints.ofName(String(record.status), '');
    const template = this.#template(record);
    if (!template) return endpoints.ofSegments('named', [record.route], record.method);
    return endpoints.ofTemplate(template, record.method, isNotFound(record.status));
  }

  /** What the user's rules, the framework, or else the path make of the request; undefined for a name that is no path. */
  #template(record: LineRecord): Template | undefined {
    const { route, pathBytes, pathStart, pathEnd } = record;
    const byPath = pathStart < 0 ? undefined : this.#router.template(pathBytes, pathStart, pathEnd);
    if (route === '' || byPath?.fixed !== undefined) return byPath;
    return route.startsWith('/') ? this.#frameworkRoutes.template(route) : undefined;
  }

  /** Whether the filters let this worker through; the lines of others are counted as read and no more. */
  #isFollowed(pid: number, record: LineRecord): boolean {
    if (this.#followsAll) return true;
    const { workers, hosts } = this.#settings;
    if (workers.length > 0 && pid !== 0 && !workers.includes(String(pid))) return false;
    return hosts.length === 0 || hosts.includes(record.host || this.#source.name);
  }

  #isInTime(time: number): boolean {
    const { since, until } = this.#settings;
    if (time === NO_TIME) return true;
    return (since === null || time >= since) && (until === null || time < until);
  }

  #hostOf(name: string): Host {
    if (!this.#host || this.#hostName !== name) {
      this.#host = this.#builder.host(this.#source, name);
      this.#hostName = name;
    }
    return this.#host;
  }
}

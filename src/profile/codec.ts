/**
 * Profiles as text: one JSON document, described by schema/profile.schema.json. `decode(encode(p))` equals `p`.
 * The file begins with the schema name, so a profile is told from a log by its first bytes.
 */
import { ProfileError } from '../errors.ts';
import { FIGURES, FIGURE_COUNT } from '../record.ts';
import type { Figure } from '../record.ts';
import { packBuckets } from './columns.ts';
import { Fields } from './fields.ts';
import { bucketWidth, MOST_BUCKETS } from './grid.ts';
import type {
  Coverage,
  DeltaTotals,
  EndpointTotals,
  LargeDelta,
  Life,
  LineReason,
  Profile,
  Reading,
  Seam,
  Settings,
  Worker,
} from './profile.ts';
import { decodeProbe, encodeProbe } from './probe-codec.ts';
import { NO_SEAM } from './seam.ts';
import { decodeServers } from './server-table.ts';
import { refuseHuge } from './text-bounds.ts';
import { unpackBuckets } from './unpack-columns.ts';

/** Name and version of the format. A memhog reads the version it writes; the number rises when the meaning changes. */
export const PROFILE_SCHEMA = 'memhog.profile/1';

/** Figures in the first profiles ever written; what they did not know of is absent. */
const FEWEST_FIGURES = 6;

const BEGINNING = '{"schema":"memhog.profile/';

/** Whether these first bytes are those of an encoded profile (of any version). */
export function looksLikeProfile(bytes: Uint8Array): boolean {
  // Other tools write JSON with a space after a colon or a brace.
  const text = String.fromCharCode(...bytes.subarray(0, 2 * BEGINNING.length)).replaceAll(' ', '');
  return text.startsWith(BEGINNING);
}

/** The text of a profile. */
export function encode(profile: Profile): string {
  const { endpoints, workers, coverage, traces, spans, servers, ...rest } = profile;
  return JSON.stringify({
    schema: PROFILE_SCHEMA,
    ...rest,
    coverage: { ...coverage, formats: coverage.formats.map(([format, lines]) => ({ format, lines })) },
    endpoints: endpoints.map(encodeEndpoint),
    workers: workers.map((worker) => ({ ...worker, lives: worker.lives.map(encodeLife) })),
    ...encodeProbe({ traces, spans }),
    ...(servers.length > 0 ? { servers } : {}),
  });
}

function encodeEndpoint({ deltas, ...rest }: EndpointTotals): object {
  const packed = Object.fromEntries(
    Object.entries(deltas).map(([figure, { growth, shrink, histogram }]) => [
      figure,
      { growth, shrink, histogram: histogram.flat() },
    ]),
  );
  return { ...rest, deltas: packed };
}

function encodeLife({ buckets, ...rest }: Life): object {
  return { ...rest, buckets: packBuckets(buckets, rest.width) };
}

/**
 * Reads an encoded profile. A merge that leaves each life so many buckets at most (a power of two) says so: wider ones are
 * then made while they are read, and what it merges to is the same.
 * Throws ProfileError if it is damaged, of another version, or larger than any profile.
 */
export function decode(text: string, mostBuckets = MOST_BUCKETS): Profile {
  refuseHuge(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProfileError(
      'the profile is cut short or damaged; make it again from the log with `memhog profile`',
    );
  }
  const fields = new Fields(value, 'profile');
  const schema = fields.text('schema');
  if (schema !== PROFILE_SCHEMA) {
    throw new ProfileError(
      `the profile is of version '${schema}', this memhog reads '${PROFILE_SCHEMA}': make it again from the log with \`memhog profile\``,
    );
  }
  return decodeProfile(fields, mostBuckets);
}

function decodeProfile(fields: Fields, mostBuckets: number): Profile {
  const sources = fields
    .objects('sources')
    .map((source) => ({ name: source.text('name'), machine: source.text('machine') }));
  const files = fields.texts('files');
  const sizes = {
    sources: sources.length,
    files: files.length,
    endpoints: fields.objects('endpoints').length,
    buckets: mostBuckets,
  };
  const depth = fields.object('depth');
  return {
    settings: decodeSettings(fields.object('settings')),
    sources,
    files,
    coverage: decodeCoverage(fields.object('coverage'), sizes.files),
    from: fields.wholeNumber('from', -1),
    to: fields.wholeNumber('to', -1),
    depth: {
      main: depth.wholeNumber('main'),
      notFound: depth.wholeNumber('notFound'),
      named: depth.has('named') ? depth.wholeNumber('named') : 0,
    },
    endpoints: fields.objects('endpoints').map((endpoint) => decodeEndpoint(endpoint, sizes)),
    workers: fields.objects('workers').map((worker) => decodeWorker(worker, sizes)),
    restarts: fields
      .objects('restarts')
      .map((one) => ({ source: one.index('source', sizes.sources), host: one.text('host') })),
    closed: fields.objects('closed').map((one) => ({
      source: one.index('source', sizes.sources),
      host: one.text('host'),
      lives: one.wholeNumber('lives'),
      requests: one.wholeNumber('requests'),
      calls: pairs(one.arraysOfWholeNumbers('calls').flat()),
    })),
    ...decodeProbe(fields, sizes),
    servers: decodeServers(fields, sizes.sources),
  };
}

interface Sizes {
  readonly sources: number;
  readonly files: number;
  readonly endpoints: number;
  /** The most that a life is wanted with. */
  readonly buckets: number;
}

function pairs(values: readonly number[]): [number, number][] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, i) => [
    values[2 * i]!,
    values[2 * i + 1]!,
  ]);
}

function decodeSettings(fields: Fields): Settings {
  return {
    by: fields.oneOf('by', ['endpoint', 'status']),
    rules: fields.texts('rules'),
    keepQuery: fields.texts('keepQuery'),
    since: fields.wholeNumberOrNull('since'),
    until: fields.wholeNumberOrNull('until'),
    statuses: fields.texts('statuses'),
    workers: fields.texts('workers'),
    hosts: fields.texts('hosts'),
    examples: fields.flag('examples'),
  };
}

function decodeCoverage(fields: Fields, files: number): Coverage {
  const reasons = (name: string): LineReason[] =>
    fields.objects(name).map((one) => ({
      reason: one.text('reason'),
      lines: one.wholeNumber('lines'),
      example: one.text('example'),
      file: one.index('file', files),
      offset: one.wholeNumber('offset'),
    }));
  return {
    lines: fields.wholeNumber('lines'),
    cut: fields.wholeNumber('cut'),
    requests: fields.wholeNumber('requests'),
    samples: fields.has('samples') ? fields.wholeNumber('samples') : 0,
    lifecycle: fields.wholeNumber('lifecycle'),
    ignored: reasons('ignored'),
    malformed: reasons('malformed'),
    readings: fields.wholeNumber('readings'),
    formats: fields.has('formats')
      ? fields.objects('formats').map((one) => [one.text('format'), one.wholeNumber('lines')] as const)
      : [],
  };
}

function decodeEndpoint(fields: Fields, sizes: Sizes): EndpointTotals {
  const packed = fields.object('deltas');
  const deltas: Partial<Record<Figure, DeltaTotals>> = {};
  for (const figure of FIGURES) {
    if (!packed.has(figure)) continue;
    const one = packed.object(figure);
    const shrink = one.wholeNumber('shrink', -Number.MAX_SAFE_INTEGER);
    deltas[figure] = {
      growth: one.wholeNumber('growth'),
      shrink,
      histogram: pairs(one.wholeNumbers('histogram')),
    };
  }
  const segments = fields.texts('segments');
  if (segments.length === 0) fields.fail('has no segments');
  return {
    kind: fields.oneOf('kind', ['main', 'notFound', 'named', 'fixed']),
    method: fields.text('method'),
    segments,
    calls: fields.wholeNumber('calls'),
    deltas,
    largest: fields.objects('largest').map((large) => decodeLarge(large, sizes)),
    examples: fields
      .objects('examples')
      .map((one) => ({ line: one.wholeNumber('line'), path: one.text('path') })),
  };
}

function decodeLarge(fields: Fields, sizes: Sizes): LargeDelta {
  return {
    delta: fields.wholeNumber('delta'),
    before: fields.wholeNumber('before'),
    after: fields.wholeNumber('after'),
    time: fields.wholeNumber('time', -1),
    source: fields.index('source', sizes.sources),
    host: fields.text('host'),
    pid: fields.wholeNumber('pid'),
    file: fields.index('file', sizes.files),
    offset: fields.wholeNumber('offset'),
  };
}

function decodeSeam(fields: Fields): Seam {
  const seam = {
    strength: fields.oneOf('strength', ['none', 'likely', 'certain']),
    ended: fields.text('ended'),
    started: fields.text('started'),
  };
  return seam.strength === 'none' && seam.ended === '' && seam.started === '' ? NO_SEAM : seam;
}

function decodeWorker(fields: Fields, sizes: Sizes): Worker {
  return {
    source: fields.index('source', sizes.sources),
    host: fields.text('host'),
    pid: fields.wholeNumber('pid'),
    before: decodeSeam(fields.object('before')),
    lives: fields.objects('lives').map((life) => decodeLife(life, sizes)),
    after: decodeSeam(fields.object('after')),
  };
}

function decodeReading(fields: Fields, sizes: Sizes): Reading {
  const figures = fields.wholeNumbers('figures');
  if (figures.length < FEWEST_FIGURES || figures.length > FIGURE_COUNT || figures.some((value) => value < 0))
    fields.fail(`'figures' are not ${FIGURE_COUNT} sizes`);
  return {
    figures: FIGURES.map((_, figure) => figures[figure] ?? 0),
    app: fields.wholeNumber('app', -1),
    workerRequests: fields.wholeNumber('workerRequests', -1),
    instanceRequests: fields.wholeNumber('instanceRequests', -1),
    core: fields.wholeNumber('core'),
    time: fields.wholeNumber('time', -1),
    ...(fields.has('atStart') && fields.flag('atStart') ? ({ atStart: true } as const) : {}),
    endpoint: fields.index('endpoint', sizes.endpoints),
    file: fields.index('file', sizes.files),
    offset: fields.wholeNumber('offset'),
  };
}

function decodeLife(fields: Fields, sizes: Sizes): Life {
  const width = fields.wholeNumber('width', 1);
  if (!Number.isInteger(Math.log2(width))) fields.fail(`'width' is no power of two`);
  const reading = (name: string): Reading => decodeReading(fields.object(name), sizes);
  const [low, high] = [fields.wholeNumber('low'), fields.wholeNumber('high')];
  const wanted =
    sizes.buckets < MOST_BUCKETS ? Math.max(width, bucketWidth(low, high, sizes.buckets)) : width;
  return {
    requests: fields.wholeNumber('requests'),
    unlogged: fields.wholeNumber('unlogged', Number.MIN_SAFE_INTEGER),
    cores: fields.wholeNumber('cores'),
    started: fields.text('started'),
    ended: fields.text('ended'),
    coordinate: fields.oneOf('coordinate', ['requests', 'workerRequests', 'seconds', 'none']),
    low,
    high,
    width: wanted,
    first: reading('first'),
    last: reading('last'),
    firstRead: fields.has('firstRead') ? reading('firstRead') : undefined,
    lastRead: fields.has('lastRead') ? reading('lastRead') : undefined,
    buckets: unpackBuckets(fields.object('buckets'), { width, wanted, endpoints: sizes.endpoints }),
  };
}

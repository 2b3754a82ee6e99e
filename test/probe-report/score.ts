/** A log of samples/probe, ranked and compared with what its routes truly kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DEFAULT_SETTINGS, Pipeline, rank } from '../../src/index.ts';
import type { Finding, Profile, Ranking } from '../../src/index.ts';

export const PROBE_SAMPLES = join(import.meta.dirname, '../../samples/probe');

/** What each route kept, by its template or the name of its task. */
export type Truth = Readonly<Record<string, TrueRoute>>;

/** One route: of a log of traces also where its leak was planted. */
export interface TrueRoute {
  readonly kind: string;
  readonly kept_per_call: number;
  readonly planted?: { readonly file: string; readonly function: string; readonly lines?: readonly number[] };
}

/** The samples, Python's first, each with its folder; of traces, or of readings. */
export const probeLogs = (ofTraces: boolean): string[] =>
  ['.', 'node', 'ruby'].flatMap((folder) =>
    readdirSync(join(PROBE_SAMPLES, folder))
      .filter((name) => name.endsWith('.log.gz') && name.startsWith('trace-') === ofTraces)
      .map((name) => join(folder, name.slice(0, -'.log.gz'.length)))
      .sort(),
  );

/** The profile of a sample, as memhog makes it without being told anything. */
export function profileOf(name: string): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name, machine: '' }, name);
  const bytes = gunzipSync(readFileSync(join(PROBE_SAMPLES, `${name}.log.gz`)));
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    pipeline.line(bytes, start, end, start);
    start = end + 1;
  }
  pipeline.end();
  return pipeline.toProfile();
}

/** What is known of a sample. */
export function truthOf(name: string): Truth {
  const text = readFileSync(join(PROBE_SAMPLES, `${name}.log.truth.json`), 'utf8');
  return (JSON.parse(text) as { routes: Truth }).routes;
}

/** A route without the names of their placeholders, which frameworks choose. */
export const plain = (route: string): string => route.replaceAll(/:\w+/g, ':');

/** How a ranking stands beside the truth. */
export interface Score {
  readonly metric: string;
  /** Average precision: 1 where every leak stands before every innocent. */
  readonly precision: number;
  /** Leaks with the verdict `leak`, and `suspect`; innocents with either. */
  readonly leaks: number;
  readonly suspects: number;
  readonly accused: readonly string[];
  /** Estimate over truth less 1, for each leak that has an estimate of its own. */
  readonly errors: readonly number[];
  /** Leaks whose range holds the truth. */
  readonly covered: number;
}

/** Scores the ranking of a sample. */
export function scoreOf({ findings, metric }: Ranking, truth: Truth): Score {
  const known = new Map(Object.entries(truth).map(([route, one]) => [plain(route), one]));
  const rows = findings.flatMap((finding) => {
    const one = known.get(plain(finding.route)) ?? known.get(finding.endpoint);
    return one ? [{ finding, isLeak: one.kind.startsWith('leak'), kept: one.kept_per_call }] : [];
  });
  let [found, sum] = [0, 0];
  rows.forEach(({ isLeak }, i) => {
    if (isLeak) sum += ++found / (i + 1);
  });
  const leaking = rows.filter(({ isLeak }) => isLeak);
  const isBlamed = ({ verdict }: Finding): boolean => verdict === 'leak' || verdict === 'suspect';
  return {
    metric,
    precision: sum / [...known.values()].filter(({ kind }) => kind.startsWith('leak')).length,
    leaks: leaking.filter(({ finding }) => finding.verdict === 'leak').length,
    suspects: leaking.filter(({ finding }) => finding.verdict === 'suspect').length,
    accused: rows
      .filter(({ isLeak, finding }) => !isLeak && isBlamed(finding))
      .map(({ finding }) => finding.endpoint),
    errors: leaking
      .filter(({ finding }) => isBlamed(finding))
      .map(({ finding, kept }) => finding.leakPerCall.estimate / kept - 1),
    covered: leaking.filter(
      ({ finding: { leakPerCall }, kept }) => leakPerCall.low <= kept && kept <= leakPerCall.high,
    ).length,
  };
}

/** The ranking of a sample by the figure that memhog chooses, or by one that is asked for. */
export function rankedSample(name: string, metric?: 'rss'): Ranking {
  return rank(profileOf(name), metric ? { metric } : {});
}

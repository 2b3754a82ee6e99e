/** By how much single calls of an endpoint moved memory, for a chart: the profile's histogram, by powers of two. */
import { lowerBound } from '../profile/histogram.ts';
import type { Profile } from '../profile/profile.ts';
import { groupEndpoints } from './groups.ts';
import type { Ranking } from './ranking.ts';

/** Calls that moved memory by `from` up to `to` (not reached) in one direction. Sizes are positive; `grew` has the sign. */
export interface DeltaClass {
  readonly from: number;
  readonly to: number;
  readonly grew: boolean;
  readonly calls: number;
}

/** Deltas of one endpoint: calls that moved nothing, and the rest from the largest shrink to the largest growth, without gaps; no classes where nothing moved. */
export interface Deltas {
  readonly still: number;
  readonly classes: readonly DeltaClass[];
}

/** The deltas of the endpoints of a ranking, by name; no entry where rows are hosts or workers. */
export function deltasByEndpoint(profile: Profile, ranking: Ranking): ReadonlyMap<string, Deltas> {
  if (ranking.by === 'host' || ranking.by === 'worker') return new Map();
  const { groups, of } = groupEndpoints(profile, ranking.by);
  const counts = groups.map(() => new Map<number, number>());
  profile.endpoints.forEach(({ deltas }, endpoint) => {
    const own = counts[of[endpoint]!]!;
    for (const [bucket, count] of deltas[ranking.metric]?.histogram ?? []) {
      const octave = Math.sign(bucket) * Math.ceil(Math.abs(bucket) / 2);
      own.set(octave, (own.get(octave) ?? 0) + count);
    }
  });
  return new Map(groups.map(({ name }, group) => [name, deltasOf(counts[group]!)]));
}

/** Octaves on each side at least, so that few classes do not look like many. */
const LEAST_OCTAVES = 4;

/** Octave `o > 0` holds buckets `2o - 1` and `2o`. Both sides are as long, so that what was given back is seen against what was taken. */
function deltasOf(counts: ReadonlyMap<number, number>): Deltas {
  const still = counts.get(0) ?? 0;
  const sizes = [...counts.keys()].filter((octave) => octave !== 0).map(Math.abs);
  if (sizes.length === 0) return { still, classes: [] };
  const least = Math.min(...sizes);
  const most = Math.max(least + LEAST_OCTAVES - 1, ...sizes);
  const octaves = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const classOf = (octave: number, grew: boolean): DeltaClass => ({
    from: lowerBound(2 * octave - 1),
    to: lowerBound(2 * octave + 1),
    grew,
    calls: counts.get(grew ? octave : -octave) ?? 0,
  });
  return {
    still,
    classes: [
      ...octaves.toReversed().map((octave) => classOf(octave, false)),
      ...octaves.map((octave) => classOf(octave, true)),
    ],
  };
}

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

/** Deltas of one endpoint: calls that moved nothing, and the rest from the largest shrink to the largest growth, without gaps. */
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

/** Octave `o > 0` holds buckets `2o - 1` and `2o`. */
function deltasOf(counts: ReadonlyMap<number, number>): Deltas {
  const moved = [...counts.keys()].filter((octave) => octave !== 0);
  const [least, most] = [Math.min(...moved), Math.max(...moved)];
  const smallest = Math.min(...moved.map(Math.abs));
  const classes: DeltaClass[] = [];
  for (let octave = least; octave <= most; octave++) {
    const size = Math.abs(octave);
    // Between the least shrink and the least growth there is nothing but calls that moved nothing.
    if (size < smallest) continue;
    classes.push({
      from: lowerBound(2 * size - 1),
      to: lowerBound(2 * size + 1),
      grew: octave > 0,
      calls: counts.get(octave) ?? 0,
    });
  }
  return { still: counts.get(0) ?? 0, classes };
}

/** When a leak began: a deploy half way through the log, at one moment for all workers. */
import type { LaggedLife } from './lagged-counts.ts';
import type { SaturationBase, Turn } from './saturation.ts';
import { rateChange } from './saturation.ts';
import { ONSET_EDGE, ONSET_RATIO, ONSET_SE, ONSETS } from './tuning.ts';

/** Seconds at which the j-th member of the base began to keep memory; undefined where it always did, or nothing is clear, or the log has no times. */
export function onsetOf(base: SaturationBase, j: number): number | undefined {
  const times = base.lives.flatMap(({ time, usable }) => [time[0]!, time[usable - 1]!]);
  if (times.some((time) => Number.isNaN(time))) return undefined;
  const [start, end] = [Math.min(...times), Math.max(...times)];
  let best: number | undefined;
  let greatest = ONSET_SE;
  for (let i = 0; i < ONSETS; i++) {
    const part = ONSET_EDGE + ((1 - 2 * ONSET_EDGE) * i) / (ONSETS - 1);
    const moment = start + part * (end - start);
    const { early, late, fall } = rateChange(base, j, turnAt(moment));
    if (-fall <= greatest || early > ONSET_RATIO * late) continue;
    greatest = -fall;
    best = moment;
  }
  return best;
}

/** The lagged calls that a life had at the moment; those of its end where it ended before. */
function turnAt(moment: number): Turn {
  return ({ time, usable }: LaggedLife, lagged) => {
    let row = 0;
    while (row < usable - 1 && time[row]! < moment) row++;
    return lagged[row]!;
  };
}

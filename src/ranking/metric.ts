import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Profile } from '../profile/profile.ts';
import { MIN_LIFE_BUCKETS } from './attribution/tuning.ts';
import { EXACT_FIGURES, isExact } from './openings.ts';

/** From the best witness of kept memory to the worst: the allocator's own count, private memory, resident, shared-out, address space. */
const PREFERENCE: readonly Figure[] = ['live', 'blocks', 'uss', 'rss', 'pss', 'vsz'];

/** A figure that fewer than this part of the readings carry is not chosen unasked. */
const ENOUGH = 0.9;

/** How many readings carry each figure. */
export function readingsOf({ workers }: Profile): ReadonlyMap<Figure, number> {
  const counts = FIGURES.map(() => 0);
  for (const { lives } of workers) {
    for (const { buckets } of lives) {
      for (const { figures } of buckets)
        for (let i = 0; i < FIGURES.length; i++) counts[i]! += figures[FIGURES[i]!]?.readings ?? 0;
    }
  }
  return new Map(FIGURES.map((figure, i) => [figure, counts[i]!] as const).filter(([, count]) => count > 0));
}

/** Exact readings serve from so many on, whatever others the log has, where the lives that have them served so much of it. */
const EXACT_READINGS = 40;
const EXACT_PART = 0.25;

/** The figure that enough lives have exact readings of. */
function exactFigure({ workers }: Profile): Figure | undefined {
  const lives = workers.flatMap((worker) => worker.lives);
  const requests = lives.reduce((sum, life) => sum + life.requests, 0);
  return EXACT_FIGURES.find((figure) => {
    let [rows, served] = [0, 0];
    for (const life of lives) {
      if (!isExact(life, figure)) continue;
      const here = life.buckets.filter(({ figures }) => figures[figure]).length;
      if (here < MIN_LIFE_BUCKETS) continue;
      rows += here;
      served += life.requests;
    }
    return rows >= EXACT_READINGS && served >= EXACT_PART * requests;
  });
}

/** The figure to rank by when none is asked for; undefined if the profile has no reading. */
export function bestFigure(profile: Profile): Figure | undefined {
  const exact = exactFigure(profile);
  if (exact) return exact;
  const counts = readingsOf(profile);
  const readings = (figure: Figure): number => counts.get(figure) ?? 0;
  // Address space is reserved, not used: it says little, and nothing where a figure of memory is there.
  const memory = PREFERENCE.filter((figure) => figure !== 'vsz' && readings(figure) > 0);
  const most = Math.max(0, ...memory.map(readings));
  // A peak says nothing of what is kept, so it comes after everything.
  const last = (['vsz', 'peak'] as const).find((figure) => readings(figure) > 0);
  return memory.find((figure) => readings(figure) >= ENOUGH * most) ?? last;
}

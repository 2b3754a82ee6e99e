/** How often workers restart. */
import type { Load } from './load.ts';
import { inStep } from './memory.ts';
import { effective, meanLife } from './settings.ts';
import type { Recycling } from './settings.ts';

/**
 * Seconds from one restart of a worker to its next, in the mean over all restarts. Requests do not wait for a worker that
 * restarts: the others serve them, and come to their own end the sooner. Only those that come while all are down are lost, so
 * with `p` for that part of the time a cycle is `requests / rate / (1 - p)`: for one worker, the requests and the restart.
 */
export function cycleOf(load: Load, settings: Recycling): number {
  const { workers, shares, boot, rate } = load;
  const { leastLife = 0 } = settings;
  const served = meanLife(effective(settings, rate, workers), workers) / rate;
  const together = inStep(load, settings);
  const allDown = (cycle: number): number =>
    (together * boot) / cycle +
    (1 - together) * shares.reduce((product, share) => product * Math.min(1, (boot * share) / cycle), 1);
  let [low, high] = [served, served + boot];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle * (1 - allDown(middle)) < served) low = middle;
    else high = middle;
  }
  // However much those that are there are sent, none goes before its time.
  return Math.max(high, leastLife > 0 ? leastLife + boot : 0);
}

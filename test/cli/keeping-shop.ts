/** Logs of a shop of which one route keeps as much per call as a test wants. */
import { makeLog } from './log-maker.ts';

/** Requests of four workers on 22 November 2026, 4,000 unless told; `/cart` keeps so many KiB a call, the rest nothing. Another seed is other traffic. */
export function shopKeeping(kib: number, seed: number, requests = 4000): string {
  let state = seed;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const all = Array.from({ length: requests }, (_, i) => {
    const pid = 100 + Math.floor(random() * 4);
    const cart = 0.3 + 0.25 * Math.sin(i / 150);
    if (i < 40) return `${pid} GET / +200`;
    if (random() < cart) return `${pid} GET /cart +${kib}`;
    if (random() < 0.5) return `${pid} GET / 0`;
    return random() < 0.5 ? `${pid} GET /users/${Math.floor(random() * 90)} 0` : `${pid} POST /login 0`;
  });
  return makeLog(all.join('\n'));
}

/** The log as if it were of the given day of November 2026. */
export function onDay(log: string, day: number): string {
  const name = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][(day + 6) % 7]!;
  return log.replaceAll('[Sun Nov 22 ', `[${name} Nov ${String(day).padStart(2)} `);
}

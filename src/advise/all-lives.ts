/** All workers from restart to restart: those that are there share what comes. */
import { randomOf } from './random.ts';
import { SharedTraffic } from './shared-traffic.ts';
import { planLife } from './worker-path.ts';
import type { Course, PlannedLife, SimulatedLife } from './worker-path.ts';

/** Lives of one worker after which the replay is cut: settings that restart it for ever would never end. */
const MOST_LIVES = 5000;

/** What came of it. */
export interface AllLives {
  /** Of each worker, in order; the last of each may go on. */
  readonly lives: readonly (readonly SimulatedLife[])[];
  readonly traffic: SharedTraffic;
  /** Seconds that were followed: fewer than asked for where there were too many lives. */
  readonly end: number;
}

/** A worker: `planned` is undefined while it restarts, and it is back at `up`. */
interface Place {
  readonly share: number;
  readonly random: () => number;
  readonly lives: SimulatedLife[];
  planned: PlannedLife | undefined;
  up: number;
}

/** Follows them from time 0 on, when all start together as after a deploy. */
export function followAll(course: Course, seed: number): AllLives {
  const { load, settings, clock, seconds } = course;
  const { boot, shares } = load;
  const traffic = new SharedTraffic(clock, load.workers);
  const places = shares.map((share, slot): Place => ({
    share,
    random: randomOf(seed * 7919 + slot),
    lives: [],
    planned: undefined,
    up: 0,
  }));
  const begin = (place: Place, slot: number, at: number): void => {
    place.planned = planLife(course, { slot, up: at, before: traffic.sentBy(at) }, place.random);
  };
  places.forEach((place, slot) => begin(place, slot, 0));
  const end = (place: Place, { up, before, share, perRequest }: PlannedLife, down: number): void => {
    place.lives.push({ up, down, before, share, perRequest });
    place.planned = undefined;
    place.up = down + boot;
  };
  const nextOf = ({ planned, up }: Place): number =>
    planned
      ? Math.max(traffic.timeOf(planned.before + planned.requests / planned.share), leastEnd(planned))
      : up;
  const leastEnd = ({ up }: PlannedLife): number => up + (settings.leastLife ?? 0);
  for (;;) {
    const [slot, at] = soonest(places.map(nextOf));
    const place = places[slot]!;
    const isCut = place.lives.length >= MOST_LIVES;
    if (isCut || !(at < seconds)) {
      for (const one of places) if (one.planned) end(one, one.planned, Infinity);
      return { lives: places.map(({ lives }) => lives), traffic, end: Math.min(seconds, at) };
    }
    if (place.planned) end(place, place.planned, at);
    else begin(place, slot, at);
    traffic.change(
      at,
      places.reduce((sum, { planned, share }) => (planned ? sum + share : sum), 0),
    );
  }
}

/** Which comes first, and when. */
function soonest(times: readonly number[]): [number, number] {
  let first = 0;
  times.forEach((time, i) => {
    if (time < times[first]!) first = i;
  });
  return [first, times[first]!];
}

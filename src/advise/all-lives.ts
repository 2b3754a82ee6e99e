/** All workers from restart to restart: those that are there share what comes. */
import { randomOf } from './random.ts';
import { SharedTraffic } from './shared-traffic.ts';
import { Watchman } from './watchman.ts';
import { floorOfLife, planLife } from './worker-path.ts';
import type { Course, PlannedLife, SimulatedLife } from './worker-path.ts';

/** Lives of all workers after which the replay is cut: settings that restart them for ever would never end. */
const MOST_LIVES = 50_000;

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
  /** When somebody else ends the present life; Infinity for nobody. */
  told: number;
  up: number;
}

/** Follows them from time 0 on, when all start together as after a deploy. */
export function followAll(course: Course, seed: number): AllLives {
  const { load, settings, clock, seconds } = course;
  const traffic = new SharedTraffic(clock, load.workers);
  const watchman = new Watchman(course, seed);
  const places = load.shares.map((share, slot): Place => ({
    share,
    random: randomOf(seed * 7919 + slot),
    lives: [],
    planned: undefined,
    told: Infinity,
    up: 0,
  }));
  const begin = (place: Place, slot: number, at: number): void => {
    place.planned = planLife(course, { slot, up: at, before: traffic.sentBy(at) }, place.random);
    place.told = watchman.endOf(at, slot);
  };
  places.forEach((place, slot) => begin(place, slot, 0));
  const end = (place: Place, { up, before, share, perRequest }: PlannedLife, down: number): void => {
    place.lives.push({ up, down, before, share, perRequest });
    place.planned = undefined;
    // A successor that was started beside the old one is there the sooner.
    place.up = down + Math.max(0, load.boot - (settings.watch?.overlap ?? 0));
  };
  const leastEnd = ({ up }: PlannedLife): number => up + (settings.leastLife ?? 0);
  const nextOf = ({ planned, up, told }: Place): number => {
    if (!planned) return up;
    const served = traffic.timeOf(planned.before + planned.requests / planned.share);
    return Math.min(told, Math.max(served, leastEnd(planned)));
  };
  const floors = (at: number): number[] => {
    const sent = traffic.sentBy(at);
    return places.map(({ planned }) =>
      planned ? floorOfLife(load, planned, planned.share * (sent - planned.before), at - planned.up) : 0,
    );
  };
  for (let count = 0; ;) {
    const [slot, at] = soonest(places.map(nextOf));
    if (watchman.next < at && watchman.next < seconds) {
      const now = watchman.next;
      for (const { slot: ended, at: told } of watchman.look(floors(now)))
        places[ended]!.told = Math.min(places[ended]!.told, told);
      continue;
    }
    if (count >= MOST_LIVES || !(at < seconds)) {
      for (const one of places) if (one.planned) end(one, one.planned, Infinity);
      return { lives: places.map(({ lives }) => lives), traffic, end: Math.min(seconds, at) };
    }
    const place = places[slot]!;
    if (place.planned) {
      end(place, place.planned, at);
      count++;
    } else begin(place, slot, at);
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

/** What was planted in a log, from the `.truth.json` beside it. */
import { readFileSync } from 'node:fs';

/** One route of the application that wrote the log. */
export interface RouteTruth {
  readonly leaks: boolean;
  /** What it does, in one word: `innocent:page`, `leak:tee`. */
  readonly kind: string;
  /** Bytes kept per call; 0 for an innocent route. */
  readonly kept: number;
}

/** The truth of one log. `everyRequest` is bytes per request, `background` bytes per second; 0 where nothing was planted. */
export interface Truth {
  readonly routes: ReadonlyMap<string, RouteTruth>;
  readonly everyRequest: number;
  readonly background: number;
}

/** A route with its placeholders made alike, so that `/a/:id`, `/a/{id}` and `/a/<int:id>/` are one. */
export function routeKey(route: string): string {
  return route
    .replace(/\?.*$/, '')
    .replace(/[:{<][\w*]+[}>]?/g, ':*')
    .replace(/(.)\/$/, '$1');
}

/** A field of a JSON object, or undefined. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Reads a truth; throws when the file has no routes. */
export function readTruth(path: string): Truth {
  const whole: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const listed = field(whole, 'routes');
  if (typeof listed !== 'object' || listed === null) throw new Error(`${path} names no routes`);
  const routes = new Map<string, RouteTruth>();
  for (const [route, about] of Object.entries(listed)) {
    const kind = String(field(about, 'kind'));
    const kept = numberOr0(field(about, 'kept_per_call'));
    routes.set(routeKey(route), { kind, leaks: kind.startsWith('leak'), kept });
  }
  const common = field(whole, 'common');
  return {
    routes,
    everyRequest: numberOr0(field(common, 'everyRequest')),
    background: numberOr0(field(common, 'background')),
  };
}

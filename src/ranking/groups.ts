/**
 * What a row of the ranking stands for: which endpoint of the profile belongs to which group.
 */
import { FILTERED, UNKNOWN, UNLOGGED } from '../profile/profile.ts';
import type { EndpointTotals, Profile } from '../profile/profile.ts';
import type { Ranking } from './ranking.ts';

/** Paths that exist nowhere. */
export const NOT_FOUND = '(not found)';

/** One row to be. */
export interface Group {
  readonly name: string;
  readonly method: string;
  readonly route: string;
}

/** The groups, and the group of each endpoint of the profile (an index). */
export interface Grouping {
  readonly groups: readonly Group[];
  readonly of: readonly number[];
}

const NAMELESS = new Set([UNKNOWN, UNLOGGED, FILTERED]);

/** The route of an endpoint as people write it: `/users/:id`, kept query parameters included. */
export function routeText(segments: readonly string[], kind: EndpointTotals['kind']): string {
  if (kind === 'fixed' || kind === 'named') return segments[0] ?? '';
  return segments.map((segment) => (/^[?&=]/.test(segment) ? segment : `/${segment}`)).join('');
}

/** Whether a path of the 404 tree stands in the main tree too, where folded places match any name. */
class MainRoutes {
  readonly #children = new Map<string, Map<string, string>>();
  readonly #ends = new Set<string>();

  constructor(endpoints: readonly EndpointTotals[]) {
    for (const { kind, segments, method } of endpoints) {
      if (kind !== 'main') continue;
      let at = '';
      for (const segment of segments) {
        const children = this.#children.get(at) ?? new Map<string, string>();
        this.#children.set(at, children);
        const next = `${at}/${segment}`;
        children.set(segment, next);
        at = next;
      }
      this.#ends.add(`${method} ${at}`);
    }
  }

  /** The segments of the main route that the path belongs to, or undefined. */
  match(segments: readonly string[], method: string): string[] | undefined {
    let at = '';
    const found: string[] = [];
    for (const segment of segments) {
      const children = this.#children.get(at);
      const name = [segment, ':slug', '=:value'].find((one) => children?.has(one));
      if (name === undefined) return undefined;
      found.push(name);
      at = children!.get(name)!;
    }
    return this.#ends.has(`${method} ${at}`) ? found : undefined;
  }
}

function groupOf(totals: EndpointTotals, main: MainRoutes, by: Ranking['by']): Group {
  const { kind, method } = totals;
  const segments = kind === 'notFound' ? main.match(totals.segments, method) : totals.segments;
  if (!segments)
    return by === 'method'
      ? { name: method, method, route: '' }
      : { name: NOT_FOUND, method: '', route: NOT_FOUND };
  const route = routeText(segments, kind);
  if (NAMELESS.has(route)) return { name: route, method: '', route };
  if (by === 'method') return { name: method || '(none)', method, route: '' };
  if (by === 'route' || by === 'status' || method === '')
    return { name: route, method: by === 'endpoint' ? method : '', route };
  return { name: `${method} ${route}`, method, route };
}

/** Groups the endpoints of a profile for `by` (`host` and `worker` group by endpoint here; rank.ts splits by life). */
export function groupEndpoints(profile: Profile, by: Ranking['by']): Grouping {
  const main = new MainRoutes(profile.endpoints);
  const groups: Group[] = [];
  const index = new Map<string, number>();
  const of = profile.endpoints.map((totals) => {
    const group = groupOf(totals, main, by);
    let at = index.get(group.name);
    if (at === undefined) index.set(group.name, (at = groups.push(group) - 1));
    return at;
  });
  return { groups, of };
}

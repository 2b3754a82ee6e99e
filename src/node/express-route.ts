import { property, textProperty } from './property.ts';
import { pathOf } from './recorder.ts';

type Segments = readonly string[];

const segmentsOf = (path: string): Segments => path.split('/').filter((segment) => segment !== '');

/** Templates whose number of segments is not fixed: wildcards, optional parts, patterns. */
const ELASTIC = /[*?+(){}[\]]/;

/** A segment of a template that is itself what it matches: no parameter in it. */
const LITERAL = /^[\w.~@%-]*$/;

/** Whether a template without elastic parts can have matched the path, segment by segment. */
function couldMatch(template: Segments, path: Segments): boolean {
  return (
    template.length === path.length &&
    template.every((segment, i) => !LITERAL.test(segment) || segment.toLowerCase() === path[i]!.toLowerCase())
  );
}

/** Names of the parameters by their values. */
function parametersOf(request: object): ReadonlyMap<unknown, string> {
  const params = property(request, 'params');
  const named = typeof params === 'object' && params !== null ? Object.entries(params) : [];
  return new Map(named.map(([name, value]) => [value, name]));
}

/**
 * The place where a router is mounted, as a template. Express says `/shops/17` of a router at `/shops/:shop`: a
 * segment that is the value of a parameter gets its name back, another one that has a digit (`v1` apart) becomes `:id`.
 */
function mountTemplate(mount: Segments, names: ReadonlyMap<unknown, string>): string {
  const segments = mount.map((segment) => {
    const name = names.get(segment);
    if (name !== undefined) return `/:${name}`;
    return /\d/.test(segment) && !/^v\d+$/i.test(segment) ? '/:id' : `/${segment}`;
  });
  return segments.join('');
}

/** The whole template of one path that a route was declared with; empty when it does not fit what was asked. */
function wholeTemplate(request: object, declared: string): string {
  const mount = segmentsOf(textProperty(request, 'baseUrl'));
  const own = segmentsOf(declared);
  const path = segmentsOf(pathOf(textProperty(request, 'originalUrl')));
  const whole = (at: Segments): string =>
    mountTemplate(at, parametersOf(request)) + (own.length > 0 ? declared : '') || '/';
  if (ELASTIC.test(declared) || couldMatch([...mount, ...own], path)) return whole(mount);
  // When an error leaves a router, Express forgets where that was mounted, and says `/:id` of `/users/5`.
  const lost = path.slice(0, Math.max(0, path.length - own.length));
  return mount.length === 0 && couldMatch([...lost, ...own], path) ? whole(lost) : '';
}

/**
 * The template of the route that Express matched, with the mount path of its router: `/users/:id`.
 * Empty when no route did, when it is a regular expression, or when it does not fit the path.
 */
export function expressRoute(request: object): string {
  const given = property(property(request, 'route'), 'path');
  const candidates: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const candidate of candidates) {
    const template = typeof candidate === 'string' ? wholeTemplate(request, candidate) : '';
    if (template !== '') return template;
  }
  return '';
}

import { property, textProperty } from './property.ts';
import { pathOf } from './recorder.ts';

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** A segment of a template that stands for exactly one segment of a path and says so by its own letters. */
const LITERAL = /^[\w.~@%-]*$/;

/** Templates whose number of segments is not fixed: wildcards, optional parts, patterns. */
const ELASTIC = /[*?+(){}[\]]/;

/**
 * Whether `template` can have matched `path`. Not for certain where it is elastic.
 *
 * Express forgets where a router was mounted when an error leaves it, and then says `/:id` of `/users/5`.
 */
function couldMatch(template: string, path: string): boolean {
  if (ELASTIC.test(template)) return true;
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  return (
    wanted.length === given.length &&
    wanted.every((segment, i) => !LITERAL.test(segment) || segment.toLowerCase() === given[i]!.toLowerCase())
  );
}

/**
 * Where the router is mounted, as a template. Express says `/shops/17` of one mounted at `/shops/:shop`; a segment
 * that is the value of a parameter gets its name back, another one that has a digit (`v1` apart) stands as `:id`.
 */
function mountOf(request: object): string {
  const names = new Map<unknown, string>();
  const params = property(request, 'params');
  if (typeof params === 'object' && params !== null) {
    for (const [name, value] of Object.entries(params)) names.set(value, name);
  }
  const segments = segmentsOf(textProperty(request, 'baseUrl')).map((segment) => {
    const name = names.get(segment);
    if (name !== undefined) return `:${name}`;
    return /\d/.test(segment) && !/^v\d+$/i.test(segment) ? ':id' : segment;
  });
  return segments.map((segment) => `/${segment}`).join('');
}

/**
 * The template of the route that Express matched, with the mount path of its router: `/users/:id`.
 * Empty when no route did, when it is a regular expression, or when the two do not fit the path.
 */
export function expressRoute(request: object): string {
  const given = property(property(request, 'route'), 'path');
  const candidates: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (given === undefined) return '';
  const mount = mountOf(request);
  const path = pathOf(textProperty(request, 'originalUrl'));
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const template = candidate === '/' && mount !== '' ? mount : mount + candidate;
    if (couldMatch(template, path)) return template;
  }
  return '';
}

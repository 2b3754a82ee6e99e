/** The endpoint that a trace watches: `GET /users/:id`. */

/** `:id`, `<int:id>` and `{id}` stand for any one part of a path. */
const PARAMETER = /:\w+|<[^<>/]*>|\{[^{}/]*\}/g;

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** Whether a request is one of the endpoint. Without a method any method is; what is no path matches nothing. */
export function endpointMatcher(endpoint: string): (method: string, path: string) => boolean {
  const at = endpoint.indexOf('/');
  if (at < 0) return () => false;
  const method = endpoint.slice(0, at).trim().toUpperCase();
  const template = endpoint.slice(at).replace(/\/$/, '');
  let [pattern, from] = ['', 0];
  for (const { 0: parameter, index } of template.matchAll(PARAMETER)) {
    pattern += `${literal(template.slice(from, index))}[^/]+`;
    from = index + parameter.length;
  }
  const whole = new RegExp(`^${pattern}${literal(template.slice(from))}/?$`);
  return (asked, path) => (method === '' || method === asked) && whole.test(path);
}

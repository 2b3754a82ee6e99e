/**
 * An endpoint as something to call. Its text comes from a log, that is from strangers, and goes into commands: only characters
 * that mean nothing to a shell, to Python, Ruby or PHP are left in it, all others are percent-encoded.
 */

/** What to call. */
export interface CallTarget {
  /** The endpoint without its method. */
  readonly name: string;
  /** `GET` where the endpoint has none. */
  readonly method: string;
  /** A path that can be asked for; `/` where the endpoint is none. */
  readonly path: string;
  /** The name of a task, of letters, digits, `_`, `.`, `-` and `:`; others are `_`. */
  readonly task: string;
  /** Placeholders for which `1` stands in `path`. */
  readonly filledIn: readonly string[];
}

/** `:id`, `{id}`, `<int:id>`, `*`: one segment of a template. */
const PLACEHOLDER = /^(?::[A-Za-z_]\w{0,40}|\{[\w:.*?]{1,40}\}|<[\w:.]{1,40}>|\*{1,2})$/;
const SAFE = /^[\w.~:@+,=-]$/;
const LONGEST = 500;

function encoded(text: string): string {
  return Array.from(text.replace(/\p{Surrogate}/gu, '?'))
    .map((char) => (SAFE.test(char) ? char : char === '%' ? '%25' : encodeURIComponent(char)))
    .join('')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Reads an endpoint of a ranking. */
export function targetOf(endpoint: string): CallTarget {
  const [, method = 'GET', name = ''] = /^(?:([A-Z]{3,10}) )?([^]*)$/.exec(endpoint.slice(0, LONGEST)) ?? [];
  const filledIn: string[] = [];
  const segments = name.split('?')[0]!.split('/');
  const path = segments.map((segment) => {
    if (!PLACEHOLDER.test(segment)) return encoded(segment);
    filledIn.push(segment);
    return '1';
  });
  return {
    name,
    method,
    path: name.startsWith('/') ? path.join('/') : name === '(not found)' ? '/no-such-page' : '/',
    task: name.replace(/[^\w.:-]/g, '_'),
    filledIn: name.startsWith('/') ? filledIn : [],
  };
}

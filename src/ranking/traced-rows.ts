/** Which row of a ranking a trace is about: placeholders of any name are one, as every framework names them in its own way. */
import type { CodeTrace } from './code-trace.ts';
import type { Finding } from './ranking.ts';

/** An endpoint taken apart; `path` has one entry for each segment, placeholders as `:`. */
interface Shape {
  readonly method: string;
  /** Empty for a task or an action, which is compared by `name`. */
  readonly path: readonly string[];
  readonly name: string;
}

const ANY = ':';

function shapeOf(endpoint: string): Shape {
  const match = /^(?:(\S+) )?(\/.*)$/.exec(endpoint);
  if (!match) return { method: '', path: [], name: endpoint };
  const [, method = '', path = ''] = match;
  const segments = path.slice(1).split('/');
  return { method, path: segments.map((one) => (one.startsWith(ANY) ? ANY : one)), name: '' };
}

/** Whether a request can be both: an endpoint without a method stands for any. */
function meets(a: Shape, b: Shape, isOne: (a: string, b: string) => boolean): boolean {
  if (a.name !== b.name || a.path.length !== b.path.length) return false;
  if (a.method !== b.method && a.method !== '' && b.method !== '') return false;
  return a.path.every((segment, i) => isOne(segment, b.path[i]!));
}

const isSame = (a: string, b: string): boolean => a === b;
const mayBeSame = (a: string, b: string): boolean => a === b || a === ANY || b === ANY;

/**
 * The traces of each row by its endpoint, the newest first, and those of none. A trace of `/reports/:name` is also of the
 * row `/reports/daily`, and the other way round, where no row is the very one.
 */
export function rowsTraced(
  findings: readonly Pick<Finding, 'endpoint'>[],
  traces: readonly CodeTrace[],
): { readonly of: ReadonlyMap<string, readonly CodeTrace[]>; readonly others: readonly CodeTrace[] } {
  const of = new Map<string, CodeTrace[]>();
  const others: CodeTrace[] = [];
  const rows = findings.map(({ endpoint }) => ({ endpoint, shape: shapeOf(endpoint) }));
  for (const trace of traces) {
    const traced = shapeOf(trace.endpoint);
    const exact = rows.filter(({ shape }) => meets(shape, traced, isSame));
    const found = exact.length > 0 ? exact : rows.filter(({ shape }) => meets(shape, traced, mayBeSame));
    if (found.length === 0) others.push(trace);
    for (const { endpoint } of found) {
      const list = of.get(endpoint);
      if (list) list.push(trace);
      else of.set(endpoint, [trace]);
    }
  }
  return { of, others };
}

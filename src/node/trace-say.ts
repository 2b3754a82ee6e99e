import { bare } from './line.ts';

/** A line in which a trace tells something, without a line end. */
export function say(
  kind: string,
  endpoint: string,
  fields: Readonly<Record<string, string | number>>,
): string {
  let line = `memhog v=1 trace=${kind} time=${new Date().toISOString()} pid=${process.pid} endpoint=${bare(endpoint)}`;
  for (const [name, value] of Object.entries(fields)) line += ` ${name}=${bare(String(value))}`;
  return line;
}

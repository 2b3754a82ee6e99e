/** Which rows of a ranking are asked for, as plain data, so that it can be handed to another thread. */
import { matchesGlob } from './rules.ts';

/** Patterns such as `/api/*` or `GET /users/:id`, matched with the name of a row or its route; methods in capitals. Empty lists let all through. */
export interface RowPatterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly methods: readonly string[];
}

/** What is matched of a row. */
export interface NamedRow {
  readonly name: string;
  readonly route: string;
  readonly method: string;
}

/** A test for rows. */
export function rowFilter({ include, exclude, methods }: RowPatterns): (row: NamedRow) => boolean {
  const matches = (patterns: readonly string[], { name, route }: NamedRow): boolean =>
    patterns.some((pattern) => matchesGlob(pattern, route) || matchesGlob(pattern, name));
  return (row) =>
    (include.length === 0 || matches(include, row)) &&
    !matches(exclude, row) &&
    (methods.length === 0 || methods.includes(row.method));
}

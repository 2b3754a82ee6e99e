/** The endpoints that a folder of reports knows, to tell a slip of the pen from a name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** So many of the last nights are looked into. */
const NIGHTS = 7;

/** Their names; undefined where there is no folder with a report in it. */
export function knownEndpoints(out: string | undefined, cwd: string): ReadonlySet<string> | undefined {
  if (out === undefined) return undefined;
  const folder = resolve(cwd, out);
  const names = namesIn(folder).slice(-NIGHTS);
  if (names.length === 0) return undefined;
  return new Set(names.flatMap((name) => endpointsIn(join(folder, name))));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
      .sort();
  } catch {
    // No night yet: nothing is known.
    return [];
  }
}

function endpointsIn(file: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('findings' in value)) return [];
    const { findings } = value;
    return Array.isArray(findings) ? findings.flatMap(nameOf) : [];
  } catch {
    // Cut off or being written: it has no say.
    return [];
  }
}

function nameOf(finding: unknown): readonly string[] {
  if (typeof finding !== 'object' || finding === null || !('endpoint' in finding)) return [];
  return typeof finding.endpoint === 'string' ? [finding.endpoint] : [];
}

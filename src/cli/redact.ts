import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { LineReason, Profile, TraceLine } from '../profile/profile.ts';

/** The last part of a path. */
export function withoutDirectory(path: string): string {
  return basename(path);
}

/** A short name that is the same for the same secret in every profile, so that pieces still fit and machines stay apart. */
function alias(secret: string): string {
  return secret === '' ? '' : createHash('sha256').update(secret).digest('hex').slice(0, 8);
}

/** `name` without its directory; logs of one name in different directories stay two, or workers of both would become one. */
function sourceAlias(name: string): string {
  const base = withoutDirectory(name);
  return base === name ? name : `${base} (${alias(name)})`;
}

/** Code is named as it is imported, which tells no directory; where it is not, and for files of memray, that goes. */
function redactTrace(line: TraceLine): TraceLine {
  const frame = (text: string): string => (text.startsWith('/') ? withoutDirectory(text) : text);
  const fields = line.fields
    .filter(([name]) => name !== 'what')
    .map(([name, value]) => [name, value.split(';').map(frame).join(';')] as const);
  return { ...line, host: alias(line.host), fields };
}

/**
 * The profile with hosts, machines and directories hidden behind short hashes, and without any piece of a line.
 * Users and query strings are never in a profile. (A hash hides a name from readers, not from someone who guesses it.)
 */
export function redactProfile(profile: Profile): Profile {
  const withoutExample = (reasons: readonly LineReason[]): LineReason[] =>
    reasons.map((one) => ({ ...one, example: '' }));
  const { coverage } = profile;
  return {
    ...profile,
    coverage: {
      ...coverage,
      ignored: withoutExample(coverage.ignored),
      malformed: withoutExample(coverage.malformed),
    },
    sources: profile.sources.map(({ name, machine }) => ({
      name: sourceAlias(name),
      machine: alias(machine),
    })),
    files: profile.files.map(withoutDirectory),
    endpoints: profile.endpoints.map((endpoint) => ({
      ...endpoint,
      examples: [],
      largest: endpoint.largest.map((large) => ({ ...large, host: alias(large.host) })),
    })),
    workers: profile.workers.map((worker) => ({ ...worker, host: alias(worker.host) })),
    restarts: profile.restarts.map((one) => ({ ...one, host: alias(one.host) })),
    closed: profile.closed.map((one) => ({ ...one, host: alias(one.host) })),
    traces: profile.traces.map(redactTrace),
  };
}

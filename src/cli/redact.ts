import { basename } from 'node:path';
import type { Profile } from '../profile/profile.ts';

/** The last part of a path. */
export function withoutDirectory(path: string): string {
  return basename(path);
}

/** The profile with hosts, machines and directories hidden behind numbers; users and raw paths are never in it. */
export function redactProfile(profile: Profile): Profile {
  const hosts = new Map<string, string>();
  const alias = (name: string): string => {
    if (name === '') return '';
    let known = hosts.get(name);
    if (known === undefined) hosts.set(name, (known = `host-${hosts.size + 1}`));
    return known;
  };
  // Two logs of one name in different directories stay two, or workers of both would become one.
  const met = new Map<string, number>();
  const numbered = (name: string, machine: string): string => {
    const times = (met.get(`${machine}\n${name}`) ?? 0) + 1;
    met.set(`${machine}\n${name}`, times);
    return times === 1 ? name : `${name} (${times})`;
  };
  return {
    ...profile,
    sources: profile.sources.map(({ name, machine }) => ({
      name: numbered(withoutDirectory(name), machine),
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
  };
}

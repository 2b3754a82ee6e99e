import { basename } from 'node:path';
import type { Profile } from '../profile/profile.ts';

/** The profile with hosts, machines and directories hidden behind numbers; users and raw paths are never in it. */
export function redactProfile(profile: Profile): Profile {
  const hosts = new Map<string, string>();
  const alias = (name: string): string => {
    if (name === '') return '';
    let known = hosts.get(name);
    if (known === undefined) hosts.set(name, (known = `host-${hosts.size + 1}`));
    return known;
  };
  return {
    ...profile,
    sources: profile.sources.map(({ name, machine }) => ({ name: basename(name), machine: alias(machine) })),
    files: profile.files.map((name) => basename(name)),
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

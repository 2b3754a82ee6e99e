/** Profiles of wrapped and of bare lines, made equal in what may differ. */
import { Pipeline } from '../../src/pipeline.ts';
import { encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';

/** A pipeline with a log opened, the same whatever the log is. */
export function openPipeline(): Pipeline {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'access.log', machine: 'm' }, 'access.log');
  return pipeline;
}

/** The profile of these lines. */
export function profileOf(lines: readonly string[]): Profile {
  const pipeline = openPipeline();
  let offset = 0;
  for (const line of lines) {
    const bytes = Buffer.from(line);
    pipeline.line(bytes, 0, bytes.length, offset);
    offset += bytes.length + 1;
  }
  pipeline.end();
  return pipeline.toProfile();
}

/** The profile as text, without names of hosts, places of lines, and what shows a line as it stands. */
export function comparable(profile: Profile): string {
  const aside = new Set(['host', 'offset', 'example', 'column']);
  const kept: unknown = JSON.parse(encode(profile), (key, value: unknown) =>
    aside.has(key) ? undefined : value,
  );
  return JSON.stringify(kept, undefined, 1);
}

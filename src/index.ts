/**
 * memhog as a library: lines to Profile, profiles to Profile, Profile to Ranking, Ranking to text.
 *
 *     const pipeline = new Pipeline(DEFAULT_SETTINGS);
 *     pipeline.open({ name: 'access.log', machine: 'web1' }, 'access.log');
 *     pipeline.line(bytes, 0, bytes.length, 0);
 *     const ranking = rank(pipeline.toProfile());
 */
export { InputError, ProfileError, UsageError } from './errors.ts';
export { FIGURES } from './record.ts';
export type { Figure } from './record.ts';
export { Pipeline } from './pipeline.ts';
export { decode, encode, PROFILE_SCHEMA } from './profile/codec.ts';
export { emptyProfile, merge } from './profile/merge.ts';
export { DEFAULT_SETTINGS, whyNotMergeable } from './profile/profile.ts';
export type { Profile, Settings, Source } from './profile/profile.ts';
export { rank } from './ranking/rank.ts';
export type { RankOptions } from './ranking/rank.ts';
export type {
  Evidence,
  Finding,
  Growth,
  Interval,
  Limit,
  Ranking,
  Reach,
  Verdict,
  Warning,
} from './ranking/ranking.ts';
export { RENDERERS } from './render/renderers.ts';
export type { Renderer } from './render/renderers.ts';
export type { RenderOptions } from './render/table.ts';

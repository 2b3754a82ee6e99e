/**
 * `--save`: what was learnt, on disk every minute, so that a killed run loses a minute and no line is counted twice.
 *
 * The profile is a file that any command reads. How far each followed file had been read by then stands in a second file
 * beside it. Two files cannot be replaced at one moment, so the second one names the profile it belongs to by its hash, and
 * for that moment holds the positions of both: those of the profile that is there, and those of the one about to replace it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import type { FollowedPosition } from '../input/positions.ts';
import { digest } from '../input/identity.ts';
import { isFollowedPosition } from '../input/saved-positions.ts';
import { decode, encode } from '../profile/codec.ts';
import type { Profile } from '../profile/profile.ts';
import { MOST_TEXT } from '../profile/text-bounds.ts';

const SCHEMA = 'memhog.positions/1';

/** Where the positions that belong to a profile stand. */
export const positionsPath = (path: string): string => `${path}.positions`;

/** How far files had been read when a profile was made. */
export interface SavedPositions {
  /** SHA-256 of the profile's file. */
  readonly profile: string;
  /** When the files were looked at, milliseconds since 1970. */
  readonly looked: number;
  readonly files: readonly FollowedPosition[];
}

/** What an earlier run has left. */
export interface Saved {
  readonly profile: Profile;
  readonly positions: SavedPositions;
}

/** Writes profiles to one place, one after the other. */
export class Saver {
  readonly #path: string;
  #before: SavedPositions | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `before`: what the file there now holds, if it was read. */
  constructor(path: string, before?: SavedPositions) {
    this.#path = path;
    this.#before = before;
  }

  /** Replaces what is there. `files` undefined: from a pipe, which has no positions. Rejects with what the system says. */
  save(profile: Profile, files: readonly FollowedPosition[] | undefined, looked: number): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(profile, files, looked));
    return this.#writing;
  }

  async #write(
    profile: Profile,
    files: readonly FollowedPosition[] | undefined,
    looked: number,
  ): Promise<void> {
    const content = await promisify(gzip)(encode(profile));
    if (files) {
      const next: SavedPositions = { profile: digest(content), looked, files };
      const saves = this.#before ? [next, this.#before] : [next];
      await replace(positionsPath(this.#path), `${JSON.stringify({ schema: SCHEMA, saves })}\n`);
      await replace(this.#path, content);
      this.#before = next;
    } else {
      await rm(positionsPath(this.#path), { force: true });
      await replace(this.#path, content);
    }
  }
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  // The same name each time: what a killed run has left is written over.
  const scratch = `${path}.tmp`;
  try {
    await writeFile(scratch, content);
    await rename(scratch, path);
  } catch (error) {
    await rm(scratch, { force: true });
    throw error;
  }
}

/** Reads what `--resume` goes on from; undefined when nothing was saved there. Throws InputError for what cannot be gone on from. */
export function readSaved(path: string, name: string): Saved | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  const positions = savesIn(positionsPath(path)).find(({ profile }) => profile === digest(content));
  if (!positions)
    throw new InputError(
      `${name} does not say how far its logs were read (was it saved from a pipe, or by another command?): leave out --resume to begin anew`,
    );
  return { profile: decode(unpacked(content, name)), positions };
}

/** The text of a saved profile. Throws InputError when it is none. */
function unpacked(content: Uint8Array, name: string): string {
  try {
    return gunzipSync(content, { maxOutputLength: MOST_TEXT }).toString('utf8');
  } catch (cause) {
    throw new InputError(`${name} is damaged: leave out --resume to begin anew`, { cause });
  }
}

function savesIn(path: string): readonly SavedPositions[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('schema' in value) || !('saves' in value)) return [];
    if (value.schema !== SCHEMA || !Array.isArray(value.saves)) return [];
    return value.saves.filter(isSavedPositions);
  } catch {
    return [];
  }
}

function isSavedPositions(value: unknown): value is SavedPositions {
  return (
    typeof value === 'object' &&
    value !== null &&
    'profile' in value &&
    typeof value.profile === 'string' &&
    'looked' in value &&
    typeof value.looked === 'number' &&
    'files' in value &&
    Array.isArray(value.files) &&
    value.files.every(isFollowedPosition)
  );
}

/** Runs every method, and memhog with parts left out, over folders of logs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTS } from './parts.ts';
import { makeProfiles } from './profiles.ts';
import { isScores } from './score.ts';
import type { LogScore } from './score.ts';

/** One method and its scores, by folder in the order given. */
export interface Compared {
  readonly method: string;
  readonly folders: readonly (readonly LogScore[])[];
}

/** The names of methods in reports, memhog first. */
export const METHOD_NAMES: Readonly<Record<string, string>> = {
  memhog: 'memhog',
  net: 'net change of each request',
  positive: 'positive steps of each request',
};

/** Scores all methods, and with `parts` memhog without each part. Throws when a ranking fails or a folder has no log with a truth. */
export async function compare(folders: readonly string[], parts: boolean): Promise<Compared[]> {
  const work = mkdtempSync(join(tmpdir(), 'memhog-accuracy-'));
  try {
    const profiles = folders.map((_, i) => join(work, String(i)));
    for (const [i, folder] of folders.entries()) {
      process.stderr.write(`reading ${folder}\n`);
      await makeProfiles(folder, profiles[i]!);
    }
    const keys = Object.keys(METHOD_NAMES);
    const plain = profiles.map((folder) => scoresOf(folder, keys, {}));
    if (plain.some((scores) => scores[0]!.length === 0))
      throw new Error('a folder holds no *.log with its *.log.truth.json');
    const compared = keys.map((key, i) => ({
      method: METHOD_NAMES[key]!,
      folders: plain.map((scores) => scores[i]!),
    }));
    const without = (parts ? PARTS : []).map(({ name, constants }) => ({
      method: name,
      folders: profiles.map((folder) => scoresOf(folder, ['memhog'], constants)[0]!),
    }));
    return [compared[0]!, ...without, ...compared.slice(1)];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The scores of some methods on one folder of profiles, made in a process of its own. */
function scoresOf(
  folder: string,
  methods: readonly string[],
  constants: Readonly<Record<string, string>>,
): LogScore[][] {
  const here = (file: string): string => new URL(file, import.meta.url).href;
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--import',
      here('swap-tuning.mjs'),
      join(import.meta.dirname, 'score-profiles.ts'),
      folder,
      ...methods,
    ],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SWAPPED_CONSTANTS: JSON.stringify(constants) },
    },
  );
  if (status !== 0) throw new Error(`ranking failed with ${JSON.stringify(constants)}`);
  const scores: unknown = JSON.parse(stdout);
  if (!Array.isArray(scores) || !scores.every(isScores))
    throw new Error('ranking printed something else than scores');
  return scores;
}

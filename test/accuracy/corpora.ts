/** The bench's own logs, made where they are missing and kept under the folder for temporary files. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { field } from './truth.ts';

const APP = join(import.meta.dirname, 'app');

/** The scenarios, by name, with a few words about each. */
export function scenarios(): Map<string, string> {
  const whole: unknown = JSON.parse(readFileSync(join(APP, 'scenarios.json'), 'utf8'));
  if (typeof whole !== 'object' || whole === null) throw new Error('scenarios.json is not an object');
  return new Map(Object.entries(whole).map(([name, about]) => [name, String(field(about, 'about'))]));
}

/** Changes whenever the generator does. */
function version(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(APP).sort()) {
    if (/\.(?:py|json)$/.test(file)) hash.update(readFileSync(join(APP, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Makes the logs of a seed that are not there yet; returns their folder. Throws when the generator fails. */
export function ownCorpus(seed: number): string {
  const folder = join(tmpdir(), 'memhog-accuracy', version(), `seed-${seed}`);
  mkdirSync(folder, { recursive: true });
  for (const name of scenarios().keys()) {
    const log = join(folder, `${name}.log`);
    if (existsSync(`${log}.truth.json`)) continue;
    process.stderr.write(`making ${name}, seed ${seed}\n`);
    const { status } = spawnSync(
      'nice',
      ['-n', '15', 'python3', join(APP, 'make_log.py'), name, String(seed), log],
      {
        stdio: 'inherit',
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      },
    );
    if (status !== 0) throw new Error(`the generator failed on ${name}, seed ${seed}`);
  }
  return folder;
}

/**
 * node --import tsx score-profiles.ts FOLDER METHOD…: ranks every profile of the folder and prints, per method, its scores.
 *
 * A process of its own, so that another can be started in which a part of the method is left out (parts.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, rank } from '../../src/index.ts';
import { memhog, netChange, positiveSteps } from './methods.ts';
import type { Method } from './methods.ts';
import { score } from './score.ts';
import { readTruth } from './truth.ts';

const METHODS = new Map<string, Method>([
  ['memhog', memhog],
  ['positive', positiveSteps],
  ['net', netChange],
]);

const [folder = '.', ...names] = process.argv.slice(2);
const scores = names.map((): unknown[] => []);
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.profile')) continue;
  const path = join(folder, file);
  const truth = readTruth(path.replace(/\.profile$/, '.truth.json'));
  const ranking = rank(decode(readFileSync(path, 'utf8')));
  const log = file.replace(/\.profile$/, '');
  for (const [i, name] of names.entries()) scores[i]!.push(score(log, truth, METHODS.get(name)!(ranking)));
}
process.stdout.write(JSON.stringify(scores));

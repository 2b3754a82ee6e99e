/** Samples of which only a part is left, for commands of which nothing is shown: that they run does not depend on the rest. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ROOT } from './shell.ts';

/** Lines that are left at the begin and at the end of each log. */
const KEPT = 3000;

/** Writes into `folder`, in the places they have below it, the logs of samples/ that a text names, each cut short. */
export function writeShortSamples(text: string, folder: string): void {
  for (const name of new Set(text.match(/(?<![\w/])samples\/[\w./-]+\.log\.gz/g))) {
    const lines = gunzipSync(readFileSync(join(ROOT, name)))
      .toString('latin1')
      .split(/(?<=\n)/);
    const kept = lines.length > 2 * KEPT ? [...lines.slice(0, KEPT), ...lines.slice(-KEPT)] : lines;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), gzipSync(Buffer.from(kept.join(''), 'latin1'), { level: 1 }));
  }
}

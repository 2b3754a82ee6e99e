/** Logs to profiles, once, so that every method starts from the same. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, encode, Pipeline } from '../../src/index.ts';
import { readFileLines } from '../../src/input/read.ts';

/** Reads each `NAME.log` of `folder` that has a truth beside it, and leaves profile and truth in `to`. */
export async function makeProfiles(folder: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(folder).sort()) {
    const truth = join(folder, `${file}.truth.json`);
    if (!file.endsWith('.log') || !existsSync(truth)) continue;
    const name = file.slice(0, -'.log'.length);
    const pipeline = new Pipeline(DEFAULT_SETTINGS);
    pipeline.open({ name: file, machine: '' }, file);
    await readFileLines(
      { path: join(folder, file), name: file },
      {
        onLine: (bytes, start, end, offset) => {
          pipeline.line(bytes, start, end, offset);
        },
        onWarning: ({ text }) => {
          process.stderr.write(`${text}\n`);
        },
      },
    );
    writeFileSync(join(to, `${name}.profile`), encode(pipeline.toProfile()));
    copyFileSync(truth, join(to, `${name}.truth.json`));
  }
}

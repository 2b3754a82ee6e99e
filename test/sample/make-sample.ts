/** Makes the sample report that lies in reports/sample. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STATE_NAME } from '../../src/nightly/store.ts';
import { memhog } from '../cli/world.ts';
import { LAST_DAY, MORNING_AFTER, sampleLog } from './sample-log.ts';

/** Where the sample lies. */
export const SAMPLE = new URL('../../reports/sample/', import.meta.url).pathname;

const CONFIG = {
  inputs: ['shop.log'],
  // Not those of whoever makes the sample.
  server: 'uwsgi',
  serverVersion: '2.0.30',
  memory: '2G',
  acknowledged: [
    {
      endpoint: 'POST /cart/items',
      until: '2026-12-31',
      note: 'sessions are kept for ever; a fix is in review',
    },
  ],
};

async function addNight(cwd: string, folder: string, text: string, flags: readonly string[]): Promise<void> {
  appendFileSync(join(cwd, 'shop.log'), text, 'latin1');
  const now = { epoch: MORNING_AFTER, ahead: 0 };
  const args = ['report', '--out', folder, ...flags];
  const { code, stderr } = await memhog(args, { cwd, machine: 'shop', now: () => now });
  if (code !== 0 || stderr !== '') throw new Error(`memhog report ended with ${code}: ${stderr}`);
}

/** Writes the pages, their data and profiles, and the index into `folder`, which is emptied first. Throws Error when the report fails. */
export async function makeSample(folder: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'memhog-sample-'));
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(cwd, 'memhog.json'), JSON.stringify(CONFIG));
    const log = sampleLog();
    const lastDay = log.lastIndexOf('\n', log.indexOf(LAST_DAY)) + 1;
    // The nights before without scripts: one page that can be clicked through is enough to show.
    await addNight(cwd, folder, log.slice(0, lastDay), ['--static']);
    await addNight(cwd, folder, log.slice(lastDay), []);
    // It says where the log of this run lay, which is of no use to anyone.
    rmSync(join(folder, STATE_NAME));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

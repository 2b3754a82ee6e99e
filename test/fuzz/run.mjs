// npm run fuzz: tries every parser, wrapper, reader and renderer with damaged input, and writes reports/fuzz.md.
//     node test/fuzz/run.mjs [--minutes N] [--seed S] [--only WORD] [--check]
// N minutes for each part (see run.ts), as many at a time as there are cores. With --only or --check the report stays as it is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'memhog-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const [program] = await bundle(['test/fuzz/run.ts'], folder);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MEMHOG_COMPILED: folder },
});
process.exit(status ?? 1);

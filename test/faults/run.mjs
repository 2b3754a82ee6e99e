// npm run faults: kills memhog 1,000 times, makes disks full and files vanish, and writes reports/faults.md.
//     node test/faults/run.mjs [--kills N] [--seed S]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'memhog-faults-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const [program] = await bundle(['test/faults/run.ts'], folder);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MEMHOG_COMPILED: folder },
});
process.exit(status ?? 1);

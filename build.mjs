// Makes dist/ from src/: the compiled modules with their declarations, the JSON schemas, the style sheets and the script of the
// report, and the files for `memhog setup` beside them,
// and an executable bit on the command, which npm links as `memhog`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
// Built beside its place: a build that fails leaves the one before.
const out = `dist.${process.pid}.tmp`;
process.once('exit', () => rmSync(out, { recursive: true, force: true }));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], { stdio: 'inherit' });
for (const folder of ['schema', 'report/style', 'setup/python', 'setup/ruby'])
  cpSync(`src/${folder}`, `${out}/${folder}`, {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
execFileSync(process.execPath, ['build-runtime.mjs', `${out}/report/runtime.js`], { stdio: 'inherit' });
chmodSync(`${out}/cli/main.js`, 0o755);
rmSync('dist', { recursive: true, force: true });
renameSync(out, 'dist');

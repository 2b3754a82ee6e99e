// Makes dist/ from src/: the compiled modules with their declarations, the JSON schemas beside them,
// and an executable bit on the command, which npm links as `memhog`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('src/schema', 'dist/schema', { recursive: true });
chmodSync('dist/cli/main.js', 0o755);

// Checks the import rules (.dependency-cruiser.cjs) and that the checker saw the modules at all:
// with a TypeScript it does not understand it reports success over nothing.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const run = (type) =>
  execFileSync(
    process.execPath,
    [binary, '--config', '.dependency-cruiser.cjs', '--output-type', type, 'src'],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );

let report;
try {
  report = JSON.parse(run('json'));
} catch (error) {
  report = JSON.parse(error.stdout);
}
const seen = report.modules.filter(({ source }) => source.startsWith('src/')).length;
const there = readdirSync('src', { recursive: true }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
).length;
for (const { rule, from, to } of report.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.log(`${seen} of ${there} modules checked, ${report.summary.violations.length} violations`);
if (seen < there || report.summary.violations.length > 0) process.exitCode = 1;

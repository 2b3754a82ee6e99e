// node truth.mjs OUT LEDGER...: the ledgers of all workers as one truth file.
import { readFileSync, writeFileSync } from 'node:fs';

const [out, ...ledgers] = process.argv.slice(2);
const routes = {};
for (const ledger of ledgers) {
  for (const [template, { calls, kept, kind }] of JSON.parse(readFileSync(ledger, 'utf8'))) {
    const one = (routes[template] ??= { calls: 0, kind, kept_per_call: 0 });
    one.calls += calls;
    one.kept_per_call += kept; // the sum, until the end
  }
}
for (const one of Object.values(routes))
  one.kept_per_call = Math.round(one.kept_per_call / Math.max(1, one.calls));
writeFileSync(out, `${JSON.stringify({ routes }, undefined, 1)}\n`);

// node --expose-gc truth.mjs OUT LEDGER: what each route kept, as a truth file. Bytes for each call are measured here, each
// route by itself in a process of its own: what is alive after 400 calls more than before them, garbage collected.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { ROUTES, serve } from './shop.mjs';

const [CALLS, BEFORE] = [400, 200];

async function inUse() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await wait(20);
    new ArrayBuffer(8);
  }
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

async function kept(template) {
  const call = async (from, count) => {
    for (let i = from; i < from + count; i++) await serve(template, String(i));
  };
  await call(0, BEFORE);
  const before = await inUse();
  await call(BEFORE, CALLS);
  return Math.round(((await inUse()) - before) / CALLS);
}

const [first, second] = process.argv.slice(2);
if (first === '--alone') {
  console.log(await kept(second));
  process.exit();
}
const routes = {};
for (const line of readFileSync(second, 'utf8').trim().split('\n')) {
  for (const [template, calls] of Object.entries(JSON.parse(line))) {
    const [kind, , where] = ROUTES[template];
    routes[template] ??= {
      calls: 0,
      kind,
      kept_per_call: 0,
      ...(where ? { planted: { file: 'shop.mjs', function: where } } : {}),
    };
    routes[template].calls += calls;
  }
}
const alone = (template) =>
  execFileSync(process.execPath, ['--expose-gc', process.argv[1], '--alone', template]);
for (const [template, one] of Object.entries(routes))
  if (one.kind.startsWith('leak')) one.kept_per_call = Number(alone(template));
writeFileSync(first, `${JSON.stringify({ routes }, undefined, 1)}\n`);

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Alarm } from '../../src/live/alarm.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { folderWith } from '../cli/shop-log.ts';
import { SHOP } from '../render/fixture.ts';

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await sleep(25);
  assert.ok(holds());
}

const leaks = SHOP.findings.filter(({ verdict }) => verdict === 'leak').map(({ endpoint }) => endpoint);
const lines = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];

function alarm(command: string, said: string[] = [], coolDown = 60_000): Alarm {
  return new Alarm({ on: 'leak', command, coolDown, onFailure: (text) => said.push(text) });
}

describe('--on leak --exec', () => {
  it('gives the finding as JSON, once per endpoint and cool-down', async () => {
    const told = join(folderWith(), 'told');
    const one = alarm(`cat >> '${told}'`);
    one.see(SHOP, 0);
    await until(() => lines(told).length === leaks.length);
    const findings = lines(told).map((line) => JSON.parse(line) as { endpoint: string; schema: string });
    assert.deepEqual(findings.map(({ endpoint }) => endpoint).sort(), [...leaks].sort());
    assert.equal(findings[0]?.schema, 'memhog.finding/1');
    one.see(SHOP, 59_999);
    await sleep(150);
    assert.equal(lines(told).length, leaks.length);
    one.see(SHOP, 60_000);
    await until(() => lines(told).length === 2 * leaks.length);
  });

  it('tells nobody of known hogs', async () => {
    const told = join(folderWith(), 'told');
    const known: Ranking = {
      ...SHOP,
      acknowledged: leaks.map((endpoint) => ({ endpoint, until: '', note: '' })),
    };
    alarm(`cat >> '${told}'`).see(known, 0);
    await sleep(150);
    assert.deepEqual(lines(told), []);
  });

  it('says when the command fails, and goes on', async () => {
    const said: string[] = [];
    alarm('exit 3', said).see(SHOP, 0);
    await until(() => said.length > 0);
    assert.match(said[0]!, /^--exec: the command failed with exit code 3$/);
  });

  it('does not wait for a command', () => {
    const began = performance.now();
    alarm('sleep 2').see(SHOP, 0);
    assert.ok(performance.now() - began < 1000);
  });
});

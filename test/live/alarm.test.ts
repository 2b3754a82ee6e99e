import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Alarm } from '../../src/live/alarm.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { startOf } from '../cli/command.ts';
import { folderWith } from '../cli/shop-log.ts';
import { SHOP } from '../render/fixture.ts';

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await sleep(25);
  assert.ok(holds());
}

const leaks = SHOP.findings.filter(({ verdict }) => verdict === 'leak').map(({ endpoint }) => endpoint);
const lines = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').replace(/\n$/, '').split('\n') : [];

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
    assert.match(said[0]!, /^--exec: the command for .+ failed with exit code 3$/);
    assert.ok(said[0]!.includes(leaks[0]!));
  });

  it('says why it failed in its own first words, made safe, and the same only once', async () => {
    const said: string[] = [];
    assert.ok(leaks.length > 1);
    alarm(`printf 'no \\033[2Jhost\\nmore\\n' >&2; exit 7`, said).see(SHOP, 0);
    await until(() => said.length > 0);
    await sleep(300);
    assert.equal(said.length, 1);
    assert.match(said[0]!, /failed with exit code 7: no \\x1b\[2Jhost$/);
  });

  it('tells nobody of what a few seconds of log suggest', async () => {
    const told = join(folderWith(), 'told');
    const span = { ...SHOP.span, from: '2026-11-22T10:00:00', to: '2026-11-22T10:00:01' };
    const early: Ranking = { ...SHOP, span };
    const one = alarm(`cat >> '${told}'`);
    one.see(early, 0);
    one.see(early, 120_000);
    await sleep(150);
    assert.deepEqual(lines(told), []);
    one.see({ ...early, span: { ...span, to: '2026-11-22T10:01:01' } }, 121_000);
    await until(() => lines(told).length === leaks.length);
  });

  it('ends what hangs, with all that it started, and does not keep the program', () => {
    const folder = folderWith();
    const program = [
      ...startOf('test/live/hanging-hook'),
      `sleep 30 & echo $! > '${folder}/pid'; sleep 30 2> '${folder}/said'`,
    ];
    const began = performance.now();
    const { status, stdout } = spawnSync(program[0]!, program.slice(1), { encoding: 'utf8' });
    assert.equal(status, 0);
    assert.match(stdout, /still ran when memhog ended, and was ended/);
    assert.ok(performance.now() - began < 15_000);
    const pid = readFileSync(join(folder, 'pid'), 'utf8').trim();
    // Gone, or dead and not yet cleared away.
    assert.match(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout, /^(?:Z.*)?\n?$/);
  });

  it('counts what the shell left behind', async () => {
    const told = join(folderWith(), 'told');
    const one = alarm(`echo >> '${told}'; sleep 3 &`, [], 1);
    const first = SHOP.findings.find(({ verdict }) => verdict === 'leak')!;
    const single: Ranking = { ...SHOP, findings: [first] };
    for (let now = 0; now < 60; now += 10) one.see(single, now);
    await sleep(500);
    one.see(single, 100);
    await sleep(200);
    assert.equal(lines(told).length, 4);
    one.close();
  });

  it('does not wait for a command', () => {
    const began = performance.now();
    alarm('sleep 2').see(SHOP, 0);
    assert.ok(performance.now() - began < 1000);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverFacts, serverOfLog } from '../../src/cli/advise-facts.ts';
import type { FactFlags } from '../../src/cli/advise-facts.ts';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { profileOf } from '../report/profiles.ts';

const gunicorn = ADVISED_SERVERS.find(({ name }) => name === 'gunicorn')!;
const WITH = profileOf('[2026-11-23 00:41:38 +0000] [11924] [INFO] Starting gunicorn 27.0.1\n');
const WITHOUT = profileOf('[2026-11-23 00:41:38 +0000] [11924] [INFO] Listening at: x\n');

const facts = (profile: typeof WITH, flags: FactFlags = {}): readonly [string, string] => {
  const { version, from } = serverFacts(gunicorn, {
    isNamed: false,
    profile,
    flags,
    config: {},
    installed: () => '20.1.0',
  });
  return [version, from.version];
};

test('the version that was given counts, then that of the log, then the one installed here', () => {
  assert.deepEqual(facts(WITH, { serverVersion: '19.1' }), ['19.1', '--server-version']);
  assert.deepEqual(facts(WITH), ['27.0.1', 'the log']);
  assert.deepEqual(facts(WITHOUT), ['20.1.0', 'as installed here']);
});

test('a server that says its name is found, whatever wrote the request lines', () => {
  assert.equal(serverOfLog(WITH).name, 'gunicorn');
  assert.throws(() => serverOfLog(WITHOUT), /does not tell which server/);
});

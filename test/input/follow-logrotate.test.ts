/** Following while the real logrotate works on the log. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inFolder } from './collect-lines.ts';
import { Following } from './following.ts';

const LOGROTATE = ['/usr/sbin/logrotate', '/usr/bin/logrotate'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

const WAYS = [
  ['copytruncate'],
  ['create', 'nodelaycompress'],
  ['copytruncate', 'compress'],
  ['create', 'compress', 'delaycompress'],
  ['create', 'compress', 'dateext', 'dateformat -%Y%m%d-%s'],
];

describe('with logrotate', { skip: LOGROTATE === undefined && 'logrotate is not installed' }, () => {
  for (const way of WAYS) {
    it(`hands on each line once (${way.join(', ')})`, async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'app.log');
        writeFileSync(path, '');
        const config = join(folder, 'rotate.conf');
        writeFileSync(config, `"${path}" {\n  su root root\n  rotate 20\n  ${way.join('\n  ')}\n}\n`, {
          mode: 0o600,
        });
        const following = new Following([path], { start: 'end' });
        await following.ready();
        let written = 0;
        for (let round = 0; round < 4; round++) {
          const server = openSync(path, 'a');
          for (let i = 0; i < 25; i++) {
            writeSync(server, `line ${++written}\n`);
            await sleep(2);
          }
          const { status, stderr } = spawnSync(LOGROTATE!, ['-f', '-s', join(folder, 'status'), config]);
          assert.equal(status, 0, stderr.toString());
          if (way[0] === 'create') writeSync(server, `line ${++written}\n`);
          closeSync(server);
          appendFileSync(path, `line ${++written}\n`);
          if (way.includes('dateext')) await sleep(1000);
          else await sleep(round * 40);
        }
        await following.brings(...Array.from({ length: written }, (_, i) => `line ${i + 1}`));
        assert.deepEqual(following.codes, []);
        await following.stop();
      });
    });
  }
});

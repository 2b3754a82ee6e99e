/** Gunicorn's logs by syslog: `gunicorn.NAME.access: [PID] MSG` and `gunicorn.NAME.error: [PID] MSG`. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unaided } from '../unaided.ts';

const PACKETS: Readonly<Record<string, string>> = {
  'a file of syslog': 'Nov 22 18:34:01 web1 ',
  'a packet': '<134>',
  'a packet with its time': '<134>Nov 22 18:34:01 web1 ',
  'nothing around it': '',
};
const ERRORS: Readonly<Record<string, string>> = {
  '[31907] Booting worker with pid: 31909': 'start spawned 31909',
  '[31909] Worker exiting (pid: 31909)': 'end recycled 31909',
  '[31907] Worker (pid:31919) was sent SIGKILL! Perhaps out of memory?': 'end killed 31919',
  '[31909] Autorestarting worker after current request.': 'note recycled 31909',
  '[31907] WORKER TIMEOUT (pid:31909)': 'note timeout 31909',
};
const ACCESS =
  '[12] 127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET /a HTTP/1.1" 200 2 "-" "curl/7.88.1" rss=20033536';

describe('Gunicorn by syslog', () => {
  for (const [where, before] of Object.entries(PACKETS)) {
    it(`marks lives: ${where}`, () => {
      for (const [message, event] of Object.entries(ERRORS))
        assert.deepEqual(
          unaided([`${before}gunicorn.shop.error: ${message}`]),
          [{ kind: 'lifecycle', by: 'gunicorn', event }],
          message,
        );
    });

    it(`names the process of an access line: ${where}`, () => {
      const [read] = unaided([`${before}gunicorn.proc.access: ${ACCESS}`]);
      assert.deepEqual([read?.['pid'], read?.['path'], read?.['rss']], [12, '/a', 20033536]);
    });
  }

  it('is not heard in the words of other programs', () => {
    for (const line of [
      '[31907] Booting worker with pid: 31909',
      'Nov 22 18:34:01 web1 app[7]: [31907] Booting worker with pid: 31909',
      'Nov 22 18:34:01 web1 app[7]: Booting worker with pid: 31909',
      'Nov 22 18:34:01 web1 gunicorn.shop.error: [31907] Using worker: sync',
    ])
      assert.deepEqual(unaided([line]), [{ kind: 'foreign' }], line);
  });
});

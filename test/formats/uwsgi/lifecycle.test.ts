import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lifecycleEvent } from '../../../src/formats/uwsgi/lifecycle.ts';
import { line } from './line.ts';
import { pieces } from './reading.ts';

const event = (text: string): string | undefined => {
  const bytes = Buffer.from(`x${text}`);
  const found = lifecycleEvent(bytes, 1, bytes.length);
  return found && `${found.kind} ${found.what} ${found.pid}`;
};

const SAYINGS: Record<string, string> = {
  'spawned uWSGI worker 1 (pid: 27993, cores: 1)': 'start spawned 27993',
  'spawned uWSGI worker 1 (and the only) (pid: 27993, cores: 1)': 'start spawned 27993',
  'Respawned uWSGI worker 1 (new pid: 28147)': 'start respawned 28147',
  '...The work of process 27994 is done. Seeya!': 'end recycled 27994',
  '...The work of process 27994 is done (reload-on-rss limit reached (32944128 >= 31457280)). Seeya!':
    'end memory-limit 27994',
  '...The work of process 27994 is done (max requests reached (5 >= 5)). Seeya!': 'end recycled 27994',
  'worker 1 killed successfully (pid: 27993)': 'end recycled 27993',
  'DAMN ! worker 1 (pid: 29832) died, killed by signal 9 :( trying respawn ...': 'end killed 29832',
  'DAMN ! worker 1 (pid: 29832) died :( trying respawn ...': 'end killed 29832',
  'DAMN ! worker 1 (pid: 29832) MISTERIOUSLY killed by signal 9 :( trying respawn ...': 'end killed 29832',
  '*** EVIL RELOAD ON WORKER 2 RSS: 74240000 (pid: 29871) ***': 'end memory-limit 29871',
  'Gracefully killing worker 1 (pid: 123)...': 'note stopped 123',
  '*** HARAKIRI ON WORKER 1 (pid: 123, try: 1, graceful: yes) ***': 'note harakiri 123',
  'Sun Nov 22 18:53:52 2026 - *** HARAKIRI ON WORKER 1 (pid: 123, try: 1, graceful: yes) ***':
    'note harakiri 123',
  'Sun Nov  2 18:53:52 2026 - Respawned uWSGI worker 1 (new pid: 28147)': 'start respawned 28147',
  '*** Starting uWSGI 2.0.21-debian (64bit) on [Sun Nov 22 21:09:59 2026] ***': 'instance started 0',
  '...gracefully killing workers...': 'instance started 0',
  '...brutally killing workers...': 'instance started 0',
};

/** Lines of the master that name no process, and texts that only look like a saying. */
const SILENT = [
  'worker 1 lifetime reached, it was running for 4 second(s)',
  'worker 1 buried after 1 seconds',
  'uWSGI worker 2 cheaped.',
  'worker respawning too fast !!! i have to sleep a bit (2 seconds)...',
  'HARAKIRI: --- uWSGI worker 1 (pid: 123) WAS managing request /slow since Sun Nov 22 18:53:22 2026 ---',
  "WSGI app 0 (mountpoint='') ready in 0 seconds on interpreter 0x7f00 pid: 29783 (default app)",
  '*** WARNING: you are running uWSGI as root !!! (use the --uid flag) ***',
  '*** Operational MODE: preforking ***',
  'INFO Respawned uWSGI worker 1 (new pid: 28147)',
  ' DAMN ! worker 1 (pid: 29832) died :( trying respawn ...',
  'a line with ...The work of process 27994 is done. Seeya! in the middle',
  'spawned uWSGI mule 1 (pid: 77)',
  'spawned uWSGI worker x (pid: 77)',
  'worker 1 killed successfully',
  'DAMN ! worker 1 (pid: ) died',
  '...',
  '',
];

describe('lifecycle lines of uWSGI', () => {
  it('name the event and the process', () => {
    for (const [text, wanted] of Object.entries(SAYINGS)) assert.equal(event(text), wanted, text);
  });

  it('are not seen in other lines', () => {
    for (const text of SILENT) assert.equal(event(text), undefined, text);
    for (const text of SILENT.filter((one) => one !== '')) assert.deepEqual(pieces(text), [], text);
  });

  it('are read up to any cut without harm', () => {
    // A cut number is another process: it must not be named. (A cut reason is no harm.)
    const kindAndPid = (said: string | undefined): string | undefined => said?.replace(/ .* /, ' ');
    for (const [text, wanted] of Object.entries(SAYINGS)) {
      for (let end = 0; end < text.length; end++) {
        const said = kindAndPid(event(text.slice(0, end)));
        assert.ok(said === undefined || said === kindAndPid(wanted), text.slice(0, end));
      }
    }
  });

  it('are read behind a whole request line, and before one, that lost the newline between', () => {
    const seeya = '...The work of process 27994 is done. Seeya!';
    assert.deepEqual(
      pieces(line() + seeya).map(({ kind, target, event: said }) => [kind, target, said]),
      [
        ['request', '/leak?x=1', ''],
        ['lifecycle', undefined, 'end recycled 27994'],
      ],
    );
    assert.deepEqual(
      pieces(seeya + line()).map(({ kind, target, event: said }) => [kind, target, said]),
      [
        ['lifecycle', undefined, 'end recycled 27994'],
        ['request', '/leak?x=1', ''],
      ],
    );
    // A site asked for (`--vhost`) must not pass for one.
    assert.deepEqual(
      pieces(line({ vhost: `${seeya} ` })).map(({ kind }) => kind),
      ['request'],
    );
  });
});

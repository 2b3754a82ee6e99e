import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fresh, mutated, randomFrom, read } from '../memhog/reading.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const AT = '[2026-11-22 18:58:47 +0000] [31910]';
/** Lines of real servers, and what they say. */
const SAYINGS: Record<string, string> = {
  [`${AT} [INFO] Booting worker with pid: 31911`]: 'start spawned 31911',
  [`${AT} [INFO] Worker exiting (pid: 31911)`]: 'end recycled 31911',
  [`${AT} [INFO] Autorestarting worker after current request.`]: 'note recycled 31910',
  [`${AT} [ERROR] Worker (pid:31919) was sent SIGKILL! Perhaps out of memory?`]: 'end killed 31919',
  [`${AT} [WARNING] Worker (pid:31919) was sent SIGTERM!`]: 'end stopped 31919',
  [`${AT} [ERROR] Worker (pid:31919) was sent SIGSEGV!`]: 'end killed 31919',
  [`${AT} [ERROR] Worker (pid:123) exited with code 3.`]: 'end stopped 123',
  [`${AT} [ERROR] Worker (pid:123) exited with code 3`]: 'end stopped 123',
  [`${AT} [WARNING] Worker with pid 123 was terminated due to signal 9`]: 'end killed 123',
  [`${AT} [WARNING] Worker with pid 123 was terminated due to signal 15`]: 'end stopped 123',
  [`${AT} [WARNING] Worker with pid 123 was terminated due to signal 11`]: 'end killed 123',
  [`${AT} [CRITICAL] WORKER TIMEOUT (pid:123)`]: 'note timeout 123',
  [`${AT} [INFO] Starting gunicorn 23.0.0`]: 'instance started 0',
  [`${AT} [INFO] Listening at: http://127.0.0.1:8000 (31907)`]: 'instance started 0',
  [`${AT} [INFO] Listening at: http://127.0.0.1:8000,unix:/run/x.sock (31907)`]: 'instance started 0',
  [`${AT} [INFO] Shutting down: Master`]: 'instance started 0',
  [`${AT} [INFO] Hang up: Master`]: 'instance started 0',
  [`${AT} [INFO] Handling signal: term`]: 'instance started 0',
  [`${AT} [INFO] Started server process [31910]`]: 'start spawned 31910',
  'INFO:     Started server process [123]': 'start spawned 123',
  'INFO:     Finished server process [3602]': 'end stopped 3602',
  'INFO:     Child process [3602] died': 'end killed 3602',
  'INFO:     Started parent process [3600]': 'instance started 0',
  '[INFO] Starting granian (main PID: 77)': 'instance started 0',
  '[INFO] Spawning worker-1 with PID: 78': 'start spawned 78',
};
/** Lines of the same servers that tell nothing of a process. */
const TALK = [
  `${AT} [INFO] Using worker: sync`,
  `${AT} [INFO] Handling signal: winch`,
  `${AT} [ERROR] Error handling request /x?Booting worker with pid: 3`,
  `${AT} [INFO] Booting worker with pid: 3 of mine`,
  `${AT} [DEBUG] anything`,
  `${AT} [INFO] Running on http://127.0.0.1:8000 (CTRL + C to quit)`,
  'INFO:     Application startup complete.',
  'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
  'WARNING:  Maximum request limit of 3 exceeded. Terminating process.',
  'INFO:     Waiting for child process [3602]',
  '[INFO] worker-1 RSS over threshold, gracefully respawning..',
  '[INFO] Stopping old worker-1',
];
/** Lines of something else. */
const OTHERS = [
  '',
  '[',
  '[2026-11-22 18:58:47 +0000]',
  '[2026-11-22 18:58:47 +0000] 127.0.0.1 - "GET /path HTTP/1.1" 200 1.234',
  '[2026-11-22 19:02:17,224: INFO/MainProcess] Booting worker with pid: 3',
  '[2026-11-22 18:58:47 +0000] [x] [INFO] Booting worker with pid: 3',
  '[2026-11-22 18:58:47 +0000] [3] [Info] Booting worker with pid: 3',
  'INFO:     127.0.0.1:47580 - "GET /a?i=1 HTTP/1.1" 200 OK',
  'INFO:     hello',
  'INFO: Started server process [123]',
  'INFO:root:Started server process [123]',
  '[INFO] hello',
  'Booting worker with pid: 3',
  `${AT} [INFO] memhog v=1 pid=5 rss=4096 method=GET path="/"`,
];

describe('error logs of servers for Python', () => {
  it('name the event and the process', () => {
    for (const [line, event] of Object.entries(SAYINGS))
      for (const ending of ['', '\r'])
        assert.deepEqual(read(fresh().server, line + ending), { kind: 'lifecycle', event }, line);
  });

  it('have lines that say nothing of it', () => {
    for (const line of TALK)
      assert.deepEqual(read(fresh().server, line), { kind: 'ignored', reason: 'server message' }, line);
  });

  it('are not seen in other lines', () => {
    for (const line of OTHERS) assert.deepEqual(read(fresh().server, line), { kind: 'foreign' }, line);
  });

  it('name no other process for being cut, but where a number ends the line', () => {
    for (const [line, event] of Object.entries(SAYINGS))
      for (let end = 0; end < line.length; end++) {
        const said = read(fresh().server, line.slice(0, end));
        if (said.event === undefined || /\d$/.test(line.slice(0, end))) continue;
        assert.equal(said.event.split(' ').at(-1), event.split(' ').at(-1), line.slice(0, end));
      }
  });

  it(`are read without a throw or a look outside: ${CHANGED} changed lines`, () => {
    const random = randomFrom(61);
    const { server } = fresh();
    const lines = [...Object.keys(SAYINGS), ...TALK];
    for (let run = 0; run < CHANGED; run++)
      read(server, mutated(lines[run % lines.length]!, random, 1 + Math.floor(random() * 4)));
  });
});

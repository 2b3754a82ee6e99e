import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PhpFpm } from '../../../src/formats/php-fpm/php-fpm.ts';
import { chance, mutated, said } from '../template/read.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const TIME = Date.UTC(2026, 10, 22, 19, 5, 9) / 1000;
const WHOLE = { kind: 'request', time: TIME, status: 200, method: 'GET', path: '/i.php?n=100' };
const LINES = [
  '- -  22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
  '127.0.0.1 - bob 22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /srv/a b/i.php 0.4 104452 0.00%',
  '[php-fpm:access] 10.0.0.1 -  22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
  '10.0.0.1 -  [22/Nov/2026:19:05:09 +0000] "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
];

describe('PHP-FPM access lines', () => {
  it('hold the peak of the request', () => {
    for (const line of LINES)
      assert.deepEqual(said(new PhpFpm(), line), { ...WHOLE, peak: 104452 * 1024 }, line);
    const format = new PhpFpm();
    assert.equal(said(format, format.about.example)['peak'], 104452 * 1024);
  });

  it('of the default format hold no figure', () => {
    assert.deepEqual(said(new PhpFpm(), '127.0.0.1 -  22/Nov/2026:19:05:09 +0000 "GET /i.php" 200'), {
      ...WHOLE,
      path: '/i.php',
    });
  });

  it('lose the route, and no number, to a forged target', () => {
    const forged = '/i.php" 404 /etc/x 1.0 9 1.00%';
    const read = said(new PhpFpm(), LINES[0]!.replace('/i.php', forged));
    assert.deepEqual([read['kind'], read['peak'], read['path']], ['request', 104452 * 1024, undefined]);
  });

  it('never throw, cut or changed', () => {
    const format = new PhpFpm();
    const random = chance(5);
    for (let i = 0; i < CHANGED; i++) said(format, mutated(LINES[i % LINES.length]!, random));
    for (const line of LINES) for (let end = 0; end < line.length; end++) said(format, line.slice(0, end));
  });

  it('of other servers are not claimed', () => {
    for (const line of [
      '127.0.0.1 - - [22/Nov/2026:19:05:09 +0000] "GET /i.php HTTP/1.1" 200 12',
      '127.0.0.1 - - [22/Nov/2026:19:05:09 +0000] "GET /i.php HTTP/1.1" 200 12 "-" "curl"',
      '22/Nov/2026:19:05:09 +0000 "GET /i.php" 200',
      '[22-Nov-2026 19:05:10] something else',
      '[22-Nov-2026 19:05:10 UTC] PHP Warning:  Undefined variable $a in /srv/a.php on line 3',
      '',
    ])
      assert.deepEqual(said(new PhpFpm(), line), { kind: 'foreign' }, line);
  });
});

describe('the error log of PHP-FPM', () => {
  const events = [
    ['NOTICE: [pool www] child 1837 started', 'start spawned 1837'],
    [
      'NOTICE: [pool www] child 1773 exited with code 0 after 1.948893 seconds from start',
      'end recycled 1773',
    ],
    [
      'WARNING: [pool www] child 1773 exited with code 255 after 1.948893 seconds from start',
      'end stopped 1773',
    ],
    [
      'WARNING: [pool www] child 1773 exited on signal 9 (SIGKILL) after 1.9 seconds from start',
      'end killed 1773',
    ],
    [
      'WARNING: [pool www] child 1773 exited on signal 15 (SIGTERM) after 1.9 seconds from start',
      'end stopped 1773',
    ],
    [
      'WARNING: [pool www] child 9, script \'/a.php\' (request: "GET /a.php") execution timed out (1.2 sec), terminating',
      'note harakiri 9',
    ],
    ['NOTICE: fpm is running, pid 1772', 'instance started 0'],
  ] as const;
  for (const [message, event] of events)
    it(event, () => {
      assert.deepEqual(said(new PhpFpm(), `[22-Nov-2026 19:05:10] ${message}`), { kind: 'lifecycle', event });
      assert.deepEqual(said(new PhpFpm(), `[22-Nov-2026 19:05:10.123456] ${message}`), {
        kind: 'lifecycle',
        event,
      });
    });

  it('holds what children say, which is no event', () => {
    const line = '[22-Nov-2026 19:05:10] WARNING: [pool www] child 7 said into stdout: "child 8 started"';
    assert.deepEqual(said(new PhpFpm(), line), { kind: 'ignored', reason: 'message of PHP-FPM' });
    assert.equal(said(new PhpFpm(), '[22-Nov-2026 19:05:10] NOTICE: exiting, bye-bye!')['kind'], 'ignored');
    assert.equal(said(new PhpFpm(), '[22-Nov-2026 19:05:10] NOTICE: of another program')['kind'], 'foreign');
  });
});

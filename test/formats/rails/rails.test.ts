import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RubyServers } from '../../../src/formats/rails/rails.ts';
import { survives } from '../fields/hostile.ts';
import { read } from '../fields/reading.ts';

const LOGGER = 'I, [2026-11-22T18:34:01.123456 #99]  INFO -- : ';
const EVENTS: readonly (readonly [string, string])[] = [
  ['[4001] - Worker 0 (PID: 123) booted in 0.5s, phase: 0', 'start spawned 123'],
  ['[4001] - Worker 0 (pid: 123) booted, phase: 0'.replace('pid', 'PID'), 'start spawned 123'],
  ['[4001] - Worker 1 (PID: 124) terminating', 'end stopped 124'],
  ['[4001] - Stopping 124 for phased upgrade...', 'note stopped 124'],
  ['[4] ! Terminating timed out worker: 6', 'end killed 6'],
  ['[4] ! Terminating timed out worker (Worker 0 failed to check in within 60 seconds): 6', 'end killed 6'],
  ['[4001] Puma starting in cluster mode...', 'instance started 0'],
  [
    'PumaWorkerKiller: Out of memory. 5 workers consuming total: 500 mb out of max: 450 mb. Sending TERM to pid 23 consuming 53 mb.',
    'note memory-limit 23',
  ],
  [
    '[4001] PumaWorkerKiller: Out of memory. 5 workers consuming total: 500.0 mb out of max: 450.0 mb. Sending TERM to pid 23 consuming 53.0 mb.',
    'note memory-limit 23',
  ],
  [
    '#<Unicorn::HttpServer:0x00007f>: worker (pid: 42) exceeds memory limit (0.268435456e9 bytes > 262144000 bytes)',
    'note memory-limit 42',
  ],
  [
    `${LOGGER}#<Unicorn::HttpServer:0x00007f>: worker (pid: 42) exceeds max number of requests (limit: 3072)`,
    'note recycled 42',
  ],
  [`${LOGGER}worker=0 spawned pid=123`, 'start spawned 123'],
  [`${LOGGER}reaped #<Process::Status: pid 123 exit 0> worker=0`, 'end stopped 123'],
  [
    '[ W 2026-11-22 18:34:01.1234 99/T1 age/Cor/App/Poo/Reaping.cpp:12 ]: Process (pid=19895, group=web (production)) no longer exists! Detaching it from the pool.',
    'end killed 19895',
  ],
];

describe('servers of Ruby applications', () => {
  for (const [line, event] of EVENTS)
    it(line, () => assert.deepEqual(read(new RubyServers(), line), { kind: 'lifecycle', event }));

  it('are not heard in what others say', () => {
    for (const line of [
      '',
      '[',
      '[4001] * Listening on http://0.0.0.0:3000',
      '[4001] - Worker 0 (PID: x) booted',
      '[x] - Worker 0 (PID: 123) booted',
      'GET /- Worker 0 (PID: 123) booted',
      'worker=0 spawned pid=123 and more',
      'PumaWorkerKiller: Consuming 54.34765625 mb with master and 2 workers.',
    ])
      assert.equal(read(new RubyServers(), line).kind, 'foreign', line);
  });

  it('of any bytes never break the parser', () =>
    survives(
      () => new RubyServers(),
      EVENTS.map(([line]) => line),
    ));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/errors.ts';
import { parseWhatIf } from '../../src/advise/what-if.ts';

const NOTHING = { requests: null, spread: 'none', amount: 0, memory: null };

test('settings are read in the words of every server', () => {
  const cases: [string, object][] = [
    ['max_requests=1000,jitter=50', { requests: 1000, spread: 'uniform', amount: 50 }],
    ['max_requests = 1000 , max_requests_jitter = 50', { requests: 1000, spread: 'uniform', amount: 50 }],
    ['--max-requests=500,--max-requests-delta=20', { requests: 500, spread: 'slots', amount: 20 }],
    [
      'max-requests=500,delta=20,reload-on-rss=200',
      { requests: 500, spread: 'slots', amount: 20, memory: 200 * 2 ** 20 },
    ],
    ['limit-max-requests=10,limit-max-requests-jitter=3', { requests: 10, spread: 'uniform', amount: 3 }],
    ['worker_max_tasks_per_child=100', { requests: 100 }],
    ['worker_max_memory_per_child=200000', { memory: 200_000 * 1024 }],
    ['pm.max_requests=500', { requests: 500 }],
    ['MaxConnectionsPerChild=500', { requests: 500 }],
    ['passenger_max_requests=7', { requests: 7 }],
    ['maximum-requests=7', { requests: 7 }],
    ['memory=200M', { memory: 200 * 2 ** 20 }],
    ['memory=1.5GiB', { memory: 1.5 * 2 ** 30 }],
    ['workers-max-rss=300', { memory: 300 * 2 ** 20 }],
    ['max_requests=0', {}],
    ['max_requests=1000,jitter=0', { requests: 1000 }],
  ];
  for (const [text, settings] of cases)
    assert.deepEqual(parseWhatIf(text), { settings: { ...NOTHING, ...settings }, workers: undefined }, text);
  assert.deepEqual(parseWhatIf('workers=6,memory=0').workers, 6);
});

test('nonsense is said in one line', () => {
  for (const text of [
    '',
    ',',
    'max_requests',
    'max_requests=',
    'max_requests=a',
    'max_requests=-1',
    'max_requests=1.5',
    'max_requests=1=2',
    'max_request=1',
    'jitter=5',
    'max_requests=0,jitter=5',
    'max_requests=5,max_requests=6',
    'max_requests=5,limit-max-requests=6',
    'max_requests=5,jitter=1,delta=1',
    'memory=200',
    'memory=M',
    'memory=-1M',
    'workers=0',
    'max_requests=99999999999999999999',
    '__proto__=1',
  ]) {
    assert.throws(
      () => parseWhatIf(text),
      (error: unknown) => {
        assert.ok(error instanceof UsageError, text);
        assert.ok(!error.message.includes('\n') && error.message.length < 200, error.message);
        return true;
      },
    );
  }
});

test('the least life of uWSGI is a setting too, and 0 is none', () => {
  const asked = (text: string): unknown => parseWhatIf(text).settings.leastLife;
  assert.equal(asked('max-requests=20,min-worker-lifetime=30'), 30);
  assert.equal(asked('max-requests=20,min_worker_lifetime=0'), 0);
  assert.equal(asked('max-requests=20'), undefined);
});

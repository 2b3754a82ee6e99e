import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readPresent } from '../../src/advise/present/read.ts';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { parseWhatIf } from '../../src/advise/what-if.ts';
import { wholeAdvice } from '../../src/advise/whole-advice.ts';
import type { AdviceAsked, WholeAdvice } from '../../src/advise/whole-advice.ts';
import { serverOfLog } from '../../src/cli/advise-facts.ts';
import { rank } from '../../src/ranking/rank.ts';
import { wayTo } from '../../src/render/advice/advice-words.ts';
import { renderAdviceTable } from '../../src/render/advice/advice-table.ts';
import { profileOf } from '../report/profiles.ts';
import { MIB } from './loads.ts';

function adviser(
  file: string,
): (name: string, mebibytes: number, more?: Partial<AdviceAsked>) => WholeAdvice {
  const profile = profileOf(gunzipSync(readFileSync(`samples/${file}.log.gz`)).toString());
  const ranking = rank(profile);
  const origins = { server: '', version: '', memory: '', reserve: '', workers: '' };
  return (name, mebibytes, more = {}) => {
    const server = ADVISED_SERVERS.find((one) => one.name === name) ?? serverOfLog(profile);
    return wholeAdvice(profile, ranking, { server, version: '', origins, memory: mebibytes * MIB, ...more });
  };
}

const clean = adviser('uwsgi/clean');
const leaking = adviser('uwsgi/leaky-shop');
const pasted = ({ settings: { files } }: WholeAdvice): string =>
  files.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n');
const checked = (name: string, text: string): Partial<AdviceAsked> => ({
  workers: 8,
  check: { file: name, present: readPresent(name, text) },
});
const shown = (advice: WholeAdvice): string =>
  renderAdviceTable(advice, { width: 120, color: false, allSteps: false });

test('a mild protection restarts no worker more often than once an hour, however large the peaks', () => {
  for (const name of ['uwsgi', 'gunicorn', 'celery', 'granian', 'puma', 'uvicorn'])
    for (const [memory, workers] of [
      [512, 8],
      [1024, 16],
      [2048, 8],
    ] as const) {
      const advice = clean(name, memory, { workers });
      assert.equal(advice.answer.kind, 'mild');
      const life = advice.predicted?.life ?? Infinity;
      assert.ok(life >= 3600, `${name} ${memory}: ${life} s`);
    }
  assert.match(pasted(clean('uwsgi', 2048, { workers: 8 })), /reload-on-rss = 192/);
  assert.equal(clean('granian', 1024, { version: '2.4.0' }).plan?.secondsToLevel, undefined);
});

test('a limit that would cost most of the capacity gives way to that of the service manager', () => {
  for (const [name, memory, workers] of [
    ['celery', 512, 8],
    ['uwsgi', 256, 4],
  ] as const) {
    const advice = leaking(name, memory, { workers });
    assert.equal(advice.predicted, null);
    assert.match(pasted(advice), /MemoryMax/);
    assert.match(advice.answer.text, name === 'celery' ? /middle of a task/ : /middle of a request/);
  }
});

test('what grows between two looks is planned for, with a shorter look where it must be', () => {
  for (const name of ['puma', 'granian']) {
    const advice = leaking(name, 512);
    assert.ok(advice.plan!.lookEvery! < 10);
    assert.match(
      pasted(advice),
      new RegExp(`(?:frequency =|sample-interval) ${advice.plan!.lookEvery!.toString()}\\b`),
    );
    const { p99, afterDeploy } = advice.predicted!.memory;
    assert.ok(Math.max(p99, afterDeploy) <= advice.memory, name);
  }
  assert.equal(leaking('puma', 64 * 1024).plan?.lookEvery, undefined);
});

test('a file whose settings fill the memory differs, though its numbers are those advised', () => {
  const text = '[uwsgi]\nmax-requests = 57000\nreload-on-rss = 457\nmin-worker-lifetime = 3600\n';
  const { check } = leaking('uwsgi', 4096, checked('u.ini', text));
  assert.equal(check!.differs, true);
  assert.match(check!.remarks.join(), /8 workers come to .* more than the 4\.0 GiB/);
  const row = check!.rows.find(({ setting }) => setting === 'min-worker-lifetime');
  assert.match(row!.text, /3,600 beside 10/);
  const well = leaking('uwsgi', 4096, checked('u.ini', '[uwsgi]\nmin-worker-lifetime = 10\n')).check!.rows;
  assert.ok(!well.some(({ setting }) => setting === 'min-worker-lifetime'));
});

test('where nothing grows, restarts all the time are said to be for nothing', () => {
  const often = clean('gunicorn', 2048, checked('g.py', 'max_requests = 1000\nmax_requests_jitter = 50\n'));
  assert.deepEqual(
    often.check!.rows.map(({ judgement }) => judgement),
    ['unwise', 'unwise'],
  );
  assert.equal(often.check!.differs, true);
  assert.doesNotMatch(shown(often), /sets nothing/);
  const seldom = clean('gunicorn', 2048, checked('g.py', 'max_requests = 90000000\n'));
  assert.deepEqual([seldom.check!.rows[0]?.judgement, seldom.check!.differs], ['same', false]);
  assert.match(shown(clean('gunicorn', 2048, checked('g.py', 'bind = "x"\n'))), /sets nothing/);
});

test('puma: looks that are too far apart come first', () => {
  const text =
    'before_fork do\n  PumaWorkerKiller.config do |config|\n    config.frequency = 600\n  end\nend\n';
  const [first] = leaking('puma', 512, checked('puma.rb', text)).check!.rows;
  assert.deepEqual([first!.setting, first!.judgement], ['config.frequency', 'too-high']);
  assert.match(first!.text, /between two looks/);
});

test('fewer workers where nothing grows and not all fit', () => {
  const advice = clean('uwsgi', 256, { workers: 16, whatIf: parseWhatIf('max_requests=90000,workers=3') });
  assert.match(advice.answer.text, /^Run \d workers, not 16/);
  assert.match(shown(advice), /^workers +3 +16$/m);
});

test('a log of Node is advised without a server of the list', () => {
  const advice = adviser('node/shop-express-5.3.0')('', 2048);
  assert.equal(advice.server.name, 'node');
  assert.match(pasted(advice), /MemoryMax/);
  assert.ok(advice.cause === null || advice.cause.steps.some(({ paste }) => paste.includes('heapsnapshot')));
});

test('names in parentheses are no endpoint with a line of code', () => {
  assert.match(wayTo('(not found)'), /behind what is listed as$/);
  assert.match(wayTo('GET /'), /code behind$/);
});

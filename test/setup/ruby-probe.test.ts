/** The probe of src/setup/ruby with the Ruby that is here, called as a server calls it. Skipped without Ruby. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tailOf } from './python.ts';

const PIECE = join(import.meta.dirname, '../../src/setup/ruby/memhog_probe.rb');
const hasRuby = spawnSync('ruby', ['-e', 'exit RUBY_VERSION >= "2.7"']).status === 0;

/** An application that keeps in several ways, and a server in small. */
const PRELUDE = `
  require ${JSON.stringify(PIECE)}
  require "stringio"
  OUT = StringIO.new
  def lines(count) = Array.new(count) { |i| format("%0150d", i) }
  KEPT = []
  CALLBACKS = []
  @cache = {}
  FEW = {}
  def keep_in_array = KEPT << { page: lines(10) }
  def call_later
    page = lines(10)
    CALLBACKS << -> { page }
  end
  def keep_few(n) = FEW[n % 5] = [n, lines(10)]
  N = [0]
  APP = lambda do |env|
    N[0] += 1
    case env["PATH_INFO"]
    when "/array" then keep_in_array
    when "/closure" then call_later
    when "/few" then keep_few(N[0])
    when "/large" then lines(3000)
    when "/raises" then raise IOError, "its own"
    end
    [200, {}, lines(4)]
  end
  MIDDLE = Memhog::Probe.new(APP, io: OUT)
  def get(path)
    response = MIDDLE.call({ "REQUEST_METHOD" => "GET", "REQUEST_URI" => path, "SCRIPT_NAME" => "", "PATH_INFO" => path })
    response[2].each { |part| part }
    response[2].close if response[2].respond_to?(:close)
    nil
  end
  def play(path, count)
    count.times { get(path); get("/users/7"); get("/large") }
  end
`;

type Fields = ReadonlyMap<string, string>;

function ruby(text: string, env: Record<string, string> = {}): Fields[] {
  const script = `${PRELUDE}\nat_exit { print OUT.string }\n${text}\n`;
  const { status, stdout, stderr } = spawnSync('ruby', ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('memhog '))
    .map((line) => tailOf(line) ?? assert.fail(line));
}

const number = (fields: Fields, name: string): number => Number(fields.get(name));
const of = (found: readonly Fields[], kind: string): Fields[] =>
  found.filter((one) => one.get('trace') === kind);

function left(all: readonly Fields[], path: string): number {
  const steps = all
    .slice(30)
    .flatMap((one, i) =>
      one.get('path') === path && all[i + 31] ? [number(all[i + 31]!, 'blocks') - number(one, 'blocks')] : [],
    );
  return steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? NaN;
}

const traced = (path: string, count: number, env: Record<string, string> = {}): Fields[] =>
  ruby(`play(${JSON.stringify(path)}, ${count})`, {
    ...{ MEMHOG_TRACE: `GET ${path}`, MEMHOG_TRACE_CALLS: '40', MEMHOG_PROBE_BUDGET: '0' },
    ...env,
  });

describe('memhog_probe.rb', hasRuby ? {} : { skip: 'no Ruby 2.7 or later is here' }, () => {
  it('tells the objects that each request left', () => {
    const all = ruby('play("/array", 40)', { MEMHOG_PROBE_BUDGET: '1' });
    assert.equal(all.length, 120);
    assert.deepEqual(
      all.map((one) => [one.get('at'), one.get('seq'), one.get('inflight'), one.get('every')]),
      all.map((_, i) => ['start', String(i + 1), '1', '1']),
    );
    // a hash, an array and ten strings; what one of them was made from may be in sight of the collector
    const kept = left(all, '/array');
    assert.ok(kept === 12 || kept === 13, String(kept));
    assert.ok(Math.abs(left(all, '/users/7')) <= 1);
    assert.ok(Math.abs(left(all, '/large')) <= 1);
  });

  it('counts a request that raises, and leaves the exception as it is', () => {
    const all = ruby(`
      begin
        get("/raises")
      rescue IOError => e
        abort "changed" unless e.message == "its own"
      end
      get("/next")`);
    assert.deepEqual(
      all.map((one) => [one.get('status'), one.get('seq'), one.get('inflight')]),
      [
        ['500', '1', '1'],
        ['200', '2', '1'],
      ],
    );
  });

  it('is off where that is asked', () => {
    assert.equal(ruby('play("/array", 2)', { MEMHOG_PROBE: '0' }).length, 0);
    assert.equal(ruby('play("/array", 2)', { MEMHOG_PROBE_BUDGET: 'much' }).length, 6);
  });

  for (const [path, method, bytes, holder] of [
    ['/array', 'keep_in_array', 3098, 'Object::KEPT'],
    ['/closure', 'lambda', 3100, 'Object::CALLBACKS'], // the text of this test is no file that could be looked at
  ] as const)
    it(`traces ${path} to its method, and names who holds it`, () => {
      const found = traced(path, 60);
      const [line] = of(found, 'line');
      assert.equal(line?.get('function'), method);
      const told = number(line, 'bytes');
      assert.ok(told > 0.8 * bytes && told < 1.25 * bytes, String(told));
      const [held] = of(found, 'holder');
      assert.deepEqual([held?.get('holder'), held?.get('items')], [holder, '1.00']);
      assert.equal(of(found, 'end')[0]?.get('why'), 'done');
    });

  it('traces what keeps nothing to nothing', () => {
    for (const path of ['/large', '/few']) {
      const found = traced(path, 60);
      assert.deepEqual(of(found, 'line'), [], path);
      assert.equal(of(found, 'end')[0]?.get('why'), 'done');
    }
  });

  it('ends a trace by time, by memory, and where nobody calls', () => {
    const why = (found: readonly Fields[]): string | undefined => of(found, 'end')[0]?.get('why');
    assert.equal(why(ruby('play("/users/7", 3)', { MEMHOG_TRACE: 'GET /nowhere' })), 'never');
    assert.equal(why(traced('/array', 60, { MEMHOG_TRACE_MEMORY: '1' })), 'memory');
    assert.equal(
      why(
        ruby('play("/array", 8); sleep 1.3; play("/array", 8)', {
          ...{ MEMHOG_TRACE: 'GET /array', MEMHOG_TRACE_SECONDS: '1' },
        }),
      ),
      'time',
    );
  });
});

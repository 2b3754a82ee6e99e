/** The Rack middleware of src/setup/ruby with the Ruby that is here, called as a server calls it. Skipped without Ruby. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tailOf, tailsOf } from './python.ts';

const PIECE = join(import.meta.dirname, '../../src/setup/ruby/memhog_rack.rb');

const hasRuby = spawnSync('ruby', ['-e', 'exit RUBY_VERSION >= "2.7"']).status === 0;

/** The tail of a line that is not there. */
const NONE: ReadonlyMap<string, string> = new Map();

/** What a test script starts with: an application's environment, a server that sends a response, and where lines go. */
const PRELUDE = `
  require ${JSON.stringify(PIECE)}
  require "stringio"
  OUT = StringIO.new
  def env(target, more = {})
    { "REQUEST_METHOD" => "GET", "REQUEST_URI" => target, "SCRIPT_NAME" => "", "PATH_INFO" => target[/[^?]*/] }.merge(more)
  end
  def memhog(&app)
    Memhog::Rack.new(app, io: OUT)
  end
  def send_all(response)
    response[2].each { |part| part }
    response[2].close if response[2].respond_to?(:close)
  end
`;

/** Runs a Ruby text after the prelude, warnings on; gives what it wrote to standard output, and OUT after that. */
function ruby(text: string): string {
  const script = `${PRELUDE}\n${text}\nprint OUT.string\n`;
  const { status, stdout, stderr } = spawnSync('ruby', ['-w', '-e', script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return stdout;
}

describe('memhog_rack.rb', hasRuby ? {} : { skip: 'no Ruby 2.7 or later is here' }, () => {
  it('writes one line for each request, after the body has been closed', () => {
    const [tail = NONE, ...more] = tailsOf(
      ruby(`
        response = memhog { |_| [201, { "a" => "b" }, ["x"]] }.call(env("/users/7?token=secret"))
        abort "too early" unless OUT.string.empty?
        send_all(response)
        response[2].close
        abort "not as the application said" unless response[0..1] == [201, { "a" => "b" }]
      `),
    );
    assert.equal(more.length, 0);
    assert.deepEqual(
      [...tail.keys()],
      ['v', 'time', 'pid', 'seq', 'inflight', 'rss', 'method', 'path', 'status', 'ms'],
    );
    assert.ok(Math.abs(Date.parse(tail.get('time') ?? '') - Date.now()) < 60_000);
    assert.equal(tail.get('time'), new Date(tail.get('time') ?? '').toISOString());
    assert.equal(tail.get('path'), '/users/7');
    assert.equal(tail.get('status'), '201');
    assert.equal(tail.get('seq'), '1');
    assert.equal(tail.get('inflight'), '1');
  });

  it('reads resident bytes, of the forked worker and not of its parent', () => {
    const text = ruby(`
      app = memhog { |_| [200, {}, []] }
      send_all(app.call(env("/master")))
      read, write = IO.pipe
      pid = fork do
        kept = "x" * (96 << 20)
        OUT.truncate(0)
        OUT.rewind
        send_all(app.call(env("/worker")))
        write << OUT.string
        exit!(kept.empty? ? 1 : 0)
      end
      Process.wait(pid)
      write.close
      puts pid
      print read.read
    `);
    const [pid, worker, master] = text.trimEnd().split('\n');
    const inWorker = tailOf(worker ?? '');
    const inMaster = tailOf(master ?? '');
    assert.equal(inWorker?.get('pid'), pid);
    assert.equal(inWorker?.get('seq'), '1', 'a new process counts anew');
    const grown = Number(inWorker.get('rss')) - Number(inMaster?.get('rss'));
    assert.ok(grown > 64 << 20 && grown < 128 << 20, String(grown));
  });

  it('counts over threads, and writes in the order of the count', () => {
    const tails = tailsOf(
      ruby(`
        app = memhog { |_| sleep 0.001; [200, {}, []] }
        Array.new(8) { |i| Thread.new { 50.times { send_all(app.call(env("/t/#{i}"))) } } }.each(&:join)
      `),
    );
    assert.deepEqual(
      tails.map((tail) => Number(tail.get('seq'))),
      Array.from({ length: 400 }, (_, i) => i + 1),
    );
    const inflight = tails.map((tail) => Number(tail.get('inflight')));
    assert.ok(inflight.every((count) => count >= 1 && count <= 8));
    assert.ok(inflight.some((count) => count > 1));
    const last = tails.find((tail) => tail.get('seq') === '400') ?? NONE;
    assert.equal(last.get('inflight'), '1');
  });

  it('names the route of Rails and of Sinatra', () => {
    const tails = tailsOf(
      ruby(`
        rails = { "action_dispatch.request.path_parameters" => { controller: "admin/users", action: "show", id: "7" } }
        send_all(memhog { |e| e.merge!(rails); [200, {}, []] }.call(env("/admin/users/7")))
        send_all(memhog { |e| e["sinatra.route"] = "GET /users/:id"; [200, {}, []] }.call(env("/users/7")))
        send_all(memhog { |e| e["action_dispatch.request.path_parameters"] = {}; [404, {}, []] }.call(env("/nothing")))
      `),
    );
    assert.deepEqual(
      tails.map((tail) => tail.get('route')),
      ['admin/users#show', '/users/:id', undefined],
    );
  });

  it('writes 500 and raises again when the application fails, and counts it as over', () => {
    const tails = tailsOf(
      ruby(`
        failing = memhog { |_| raise IOError, "its own" }
        begin
          failing.call(env("/broken"))
          abort "swallowed"
        rescue IOError => e
          abort "changed" unless e.message == "its own"
        end
        send_all(memhog { |_| [200, {}, []] }.call(env("/next")))
      `),
    );
    assert.deepEqual(
      tails.map((tail) => [tail.get('status'), tail.get('seq'), tail.get('inflight')]),
      [
        ['500', '1', '1'],
        ['200', '2', '1'],
      ],
    );
  });

  it('leaves bodies of every kind as they are', () => {
    const tails = tailsOf(
      ruby(`
        class Own
          def initialize; @closed = 0; end
          attr_reader :closed
          def each; yield "a"; yield "b"; end
          def close; @closed += 1; end
          def to_path; "/tmp/x"; end
        end
        own = Own.new
        body = memhog { |_| [200, {}, own] }.call(env("/own"))[2]
        abort "no path" unless body.respond_to?(:to_path) && body.to_path == "/tmp/x"
        abort "array" if body.respond_to?(:to_ary) || body.respond_to?(:call) || body.respond_to?(:to_str)
        parts = []
        body.each { |part| parts << part }
        abort "parts" unless parts == %w[a b]
        2.times { body.close }
        abort "closed" unless own.closed >= 1

        body = memhog { |_| [200, {}, %w[c d]] }.call(env("/array"))[2]
        abort "to_ary" unless body.respond_to?(:to_ary) && body.to_ary == %w[c d]

        body = memhog { |_| [200, {}, ->(stream) { stream << "e" }] }.call(env("/stream"))[2]
        abort "each" if body.respond_to?(:each)
        body.call(said = +"")
        body.close
        abort "stream" unless said == "e"

        memhog { |e| e["rack.hijack_io"] = 1; [-1, {}, []] }.call(env("/socket"))
      `),
    );
    assert.deepEqual(
      tails.map((tail) => [tail.get('path'), tail.get('status'), tail.get('inflight')]),
      [
        ['/own', '200', '1'],
        ['/array', '200', '1'],
        ['/stream', '200', '1'],
        ['/socket', undefined, '1'],
      ],
    );
  });

  it('lets no path forge a field, a line or a second tail, and keeps lines short', () => {
    const text = ruby(`
      bad = "/a\\" memhog v=1 pid=1 rss=9\\\\\\n\\xff\\u00e9=".b
      send_all(memhog { |_| [200, {}, []] }.call(env(bad, "REQUEST_METHOD" => "G E\\nT")))
      send_all(memhog { |_| [200, {}, []] }.call(env("/" + "\\"" * 9000)))
      send_all(memhog { |_| [200, {}, []] }.call({}))
    `);
    const [forged = NONE, long = NONE, none = NONE] = tailsOf(text);
    assert.equal(forged.get('path'), '/a" memhog v=1 pid=1 rss=9\\\n\u00ff\u00c3\u00a9=');
    assert.equal(forged.get('method'), 'G E\nT');
    assert.ok((long.get('path')?.length ?? 0) >= 200);
    assert.equal(none.get('path'), '');
    assert.ok(text.split('\n').every((line) => line.length < 4096 && line.split(' memhog').length === 1));
  });

  it('does not let its own failure reach the application', () => {
    const text = ruby(`
      broken = Object.new
      def broken.<<(_); raise "the disk is full"; end
      response = Memhog::Rack.new(->(_) { [200, {}, ["x"]] }, io: broken).call(env("/"))
      send_all(response)
    `);
    assert.equal(text, '');
  });

  it('writes to a Logger as to an IO', () => {
    const text = ruby(`
      require "logger"
      send_all(Memhog::Rack.new(->(_) { [200, {}, []] }, io: Logger.new(OUT), host: "web 1").call(env("/")))
    `);
    assert.equal((tailsOf(text)[0] ?? NONE).get('host'), 'web 1');
    assert.match(text, /^memhog v=1 time=/);
  });
});

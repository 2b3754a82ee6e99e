/** `memhog check` says no more than the log shows, and no less. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderWith, lines, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

async function shown(text: string, ...flags: readonly string[]): Promise<string> {
  const cwd = folderWith({ 'app.log': text });
  const { stdout } = await memhog(['check', ...flags, 'app.log'], { cwd, columns: 110 });
  return stdout.replaceAll(/\n {8,}/g, ' ');
}

/** JSON lines of one worker; what `without` gives for a line is left out of it. */
function json(count: number, without: (i: number) => readonly string[]): string {
  return Array.from({ length: count }, (_, i) => {
    const whole = { pid: 7, rss: 60_000_000 + i * 4096, url: '/a', time: 1_795_373_522 + i };
    const left = Object.entries(whole).filter(([name]) => !without(i).includes(name));
    return JSON.stringify(Object.fromEntries(left));
  }).join('\n');
}

describe('memhog check of a log that is half one thing and half another', () => {
  it('counts the lines that lack their time, also where they are many', async () => {
    for (const [part, count] of [
      [0.4, 40],
      [0.7, 70],
    ] as const) {
      const text = await shown(json(100, (i) => (i < part * 100 ? ['time'] : [])));
      assert.match(text, new RegExp(`!   time {4}${count} of 100 lines \\(${count} %\\) have no time`));
    }
    assert.match(await shown(json(100, () => ['time'])), /! {3}time {4}the lines have no time/);
  });

  it('counts the lines that name no worker', async () => {
    const text = await shown(json(100, (i) => (i < 40 ? ['pid'] : [])));
    assert.match(text, /! {3}worker {2}40 of 100 lines \(40 %\) do not name their worker process/);
    assert.match(await shown(json(100, () => ['pid'])), /! {3}worker {2}no line names/);
  });

  it('counts the requests without a reading', async () => {
    const [head, ...rest] = SHOP.split('\n');
    const bare = rest.map((line, i) =>
      i % 4 === 0 ? line.replaceAll(/\{(?:address|rss) [^}]*\} /g, '') : line,
    );
    assert.match(
      await shown([head, ...bare].join('\n')),
      /! {3}memory {2}RSS, but 1,000 requests carry no reading/,
    );
  });

  it('counts the lines without a counter of requests', async () => {
    const counted = lines(
      { req: '1/1', rss: 50_000, target: '/a' },
      { req: '2/2', rss: 50_010, target: '/a' },
    );
    assert.match(
      await shown(counted + json(2, () => [])),
      /! {3}gaps {4}2 of 4 lines \(50 %\) carry no counter/,
    );
  });

  it('does not call a log whole whose counters say nothing, as those of threads', async () => {
    const threads = SHOP.replaceAll('switches on core 0', () => 'switches on core 1');
    assert.match(await shown(threads), /! {3}gaps {4}in workers that serve several requests at once/);
  });
});

describe('memhog check of dynos', () => {
  const at = (i: number): string => `2026-11-22T18:${String(10 + i)}:02.123456+00:00`;
  const router = (i: number): string =>
    `${at(i)} heroku[router]: at=info method=GET path="/a" host=x.herokuapp.com request_id=8601b555 fwd="192.0.2.7" dyno=web.1 connect=1ms service=18ms status=200 bytes=828 protocol=https`;
  const sample = (i: number): string =>
    `${at(i)} heroku[web.1]: source=web.1 dyno=heroku.2808254.d97d0ea7 sample#memory_total=21.22MB sample#memory_rss=${21 + i}.22MB sample#memory_cache=0.00MB`;
  const log = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? sample(i) : router(i))).join('\n');

  it('says that memory comes in samples, and counts the requests between them as usable', async () => {
    const text = await shown(log);
    assert.match(text, /usable {2}100 % of 40 lines: 10 with memory/);
    assert.match(text, /! {3}memory {2}RSS comes in samples/);
    assert.doesNotMatch(text, /with each request$/m);
  });

  it('asks for no process id: the dyno is the worker', async () => {
    const text = await shown(log);
    assert.match(text, /ok {2}worker {2}the lines name their dyno/);
    assert.doesNotMatch(text, /process id/);
  });
});

describe('memhog check of a sampled log', () => {
  it('says how much too high the figures per call may be', async () => {
    const tenth = SHOP.split('\n').filter((_, i) => i % 10 === 0);
    const text = await shown(tenth.join('\n'));
    assert.match(
      text,
      /! {3}gaps {4}3,\d\d\d requests are missing .* figures per call are up to (?:9\.\d|10) times/,
    );
    const most = SHOP.split('\n').filter((_, i) => i % 20 !== 0);
    const few = await shown(most.join('\n'));
    assert.match(few, /requests are missing/);
    assert.doesNotMatch(few, /times too high/);
  });
});

describe('a line of which every part is there', () => {
  it('is said to hold a value that cannot be used, with what the format says of it', async () => {
    const broken = '{"pid":7,"rss":-5,"path":"/x"}';
    assert.match(await shown(broken), /not quite JSON lines.*: at column 16 it lacks its figure/);
    const { stderr } = await memhog(['parse', 'app.log'], { cwd: folderWith({ 'app.log': `${broken}\n` }) });
    assert.match(stderr, /\(\{"pid":7,"rss":-5,"path":"\/…"\}\)/);
    assert.doesNotMatch(stderr, /lacks ;|lacks ,/);
  });

  it('names the format string it was compared with', async () => {
    const text = await shown('x 1\n', '--log-format', '%(uri) %(user) %(rss)');
    assert.match(
      text,
      /not quite the format given `%\(uri\) %\(user\) %\(rss\)` .*: at column 3 it lacks the memory/,
    );
  });
});

/** Findings of traces, spans and what the probe would gain, from a log to what is shown. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import type { Ranking } from '../../src/ranking/ranking.ts';
import type { SpanRanking } from '../../src/ranking/span-ranking.ts';
import { folderWith, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

const schemaOf = (name: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../src/schema/${name}.schema.json`, import.meta.url), 'utf8'),
  ) as object;
const validates = (name: string): ((value: unknown) => boolean) =>
  new Ajv({ strict: false, allErrors: true }).compile(schemaOf(name));

/** One process of the probe: `/leak` keeps 20 blocks and 8 KiB a call, `/page` nothing; both with spans, one in four looked at. */
function probed(more: readonly string[] = []): string {
  const lines: string[] = [];
  let [blocks, heap, draw] = [50_000, 8_000_000, 7];
  for (let seq = 1; seq <= 4000; seq++) {
    // No rhythm, so that the two can be told apart.
    draw = (draw * 1103515245 + 12345) % 2147483648;
    const isLeak = draw < 0.4 * 2147483648;
    const time = new Date(Date.UTC(2026, 10, 22, 18) + seq * 1000).toISOString();
    const spans = isLeak
      ? 'view.leak*1:21/8200,sql.select.shop*2:9/95000'
      : 'sql.select.shop*1:4/95000,view.page*1:0/-90000';
    const looked = seq % 4 === 0 ? ` spans_every=4 spans=${spans}` : '';
    lines.push(
      `memhog v=1 at=start time=${time} pid=47 seq=${seq} inflight=1 every=1 rss=${100_003_840 + 4096 * Math.floor(heap / 4096)} blocks=${blocks} heap=${heap} alloc=glibc method=GET path="${isLeak ? '/leak' : `/page/${seq % 90}`}" route="${isLeak ? '/leak' : '/page/<int:id>'}" status=200${looked} ms=2.0`,
    );
    if (isLeak) [blocks, heap] = [blocks + 20, heap + 8192];
  }
  return `${[...lines, ...more].join('\n')}\n`;
}

const traced = (kind: string, endpoint: string, fields: string, time = '2026-11-22T18:52:09.123Z'): string =>
  `memhog v=1 trace=${kind} time=${time} pid=47 since=2026-11-22T18:52:02.123Z endpoint=${JSON.stringify(endpoint)} ${fields}`;

const TRACE = [
  traced('begin', 'GET /leak', 'calls=100'),
  traced(
    'line',
    'GET /leak',
    'place=1 calls=92 file=shop/views.py line=31 function=_search_all bytes=8120.5 blocks=19.50 holder="functools._lru_cache_wrapper of shop.views.search" stack="shop/views.py:31:_search_all;shop/views.py:40:search"',
  ),
  traced('line', 'GET /leak', 'place=2 calls=92 file=shop/log.py line=7 function=? bytes=71.0 blocks=0.50'),
  traced('holder', 'GET /leak', 'calls=92 holder=shop.views._seen type=list items=1.00'),
  traced('native', 'GET /leak', 'calls=3 bytes=4500'),
  traced('type', 'GET /leak', 'calls=2 type=builtins.list count=3'),
  traced('heap', 'GET /leak', 'calls=92 type=str bytes=812.5 count=9.00'),
  traced('memray', 'GET /leak', 'calls=92 file=/tmp/memray.47'),
  traced('end', 'GET /leak', 'why=time calls=97 requests=300 alone=5 long=92'),
  traced('end', 'GET /page/{name}', 'why=done calls=100 requests=300 alone=5 long=92'),
  traced('end', 'GET /nowhere', 'why=never calls=0 requests=900 alone=0 long=0'),
];
const LOG = probed(TRACE);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const run = async (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  memhog([...args, 'app.log'], { cwd: folderWith({ 'app.log': LOG }), columns: 80 });

describe('findings of a trace', () => {
  it('are told by explain, all of them, with how the trace ended', async () => {
    const { code, stdout } = await run('explain', 'GET /leak');
    assert.equal(code, 0);
    const text = flat(stdout);
    for (const sentence of [
      'Traced 2026-11-22 18:52:02 UTC in `pid 47`, 97 calls',
      '`shop/views.py:31` in `_search_all`: +7.9 KiB and 20 blocks per call, not released until the trace ended; held by `functools._lru_cache_wrapper of shop.views.search`; called from `shop/views.py:40` in `search`',
      '`shop/log.py:7`: +71 B and 0.5 blocks per call',
      '`shop.views._seen` (`list`) grows by 1 item per call',
      '+4.4 KiB per call outside of what the language counts',
      '3 × `builtins.list`',
      '9 × `str` (+813 B)',
      'the file of memray: `/tmp/memray.47`',
      'It ended because its time was over (MEMHOG_TRACE_SECONDS)',
    ])
      assert.ok(text.includes(sentence), `${sentence}\n${stdout}`);
    assert.match(text, /This log shows .* per call, (?:which fits|more than|less than) /);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('stand beside their row in JSON as the schema says, and the others by themselves', async () => {
    const { stdout } = await run('parse', '--output', 'json');
    const ranking = JSON.parse(stdout) as Ranking;
    assert.ok(validates('ranking')(ranking));
    const leak = ranking.findings.find(({ endpoint }) => endpoint === 'GET /leak');
    const trace = leak?.code?.[0] ?? assert.fail('no trace');
    assert.deepEqual(
      trace.lines.map(({ file, line, bytes }) => [file, line, bytes]),
      [
        ['shop/views.py', 31, 8120.5],
        ['shop/log.py', 7, 71],
      ],
    );
    assert.deepEqual([trace.native, trace.why, trace.from], [4500, 'time', '2026-11-22T18:52:02']);
    // `{name}` and `<int:id>` are one.
    const page = ranking.findings.find(({ route }) => route === '/page/:id');
    assert.deepEqual(
      page?.code?.map(({ endpoint, why }) => [endpoint, why]),
      [['GET /page/:name', 'done']],
    );
    assert.deepEqual(
      ranking.traces?.map(({ endpoint, why }) => [endpoint, why]),
      [['GET /nowhere', 'never']],
    );
  });

  it('are pointed to by the table and told by Markdown and the page', async () => {
    const table = flat((await run('parse')).stdout);
    assert.ok(table.includes("code found for GET /leak: memhog explain 'GET /leak'"), table);
    assert.ok(table.includes('of GET /nowhere: not one call of it came while it was watched'), table);
    const markdown = (await run('parse', '--output', 'markdown')).stdout;
    assert.match(markdown, /`GET \/leak`: `shop\/views\.py:31` in `_search_all`: \+7\.9 KiB and 20 blocks/);
    const page = (await run('parse', '--output', 'html', '--static')).stdout;
    assert.match(page, /<code>shop\/views\.py:31<\/code> in <code>_search_all<\/code>: \+7\.9 KiB/);
    assert.match(page, /<h4>Parts of its requests<\/h4>/);
  });

  it('go into a profile and come out of it, without machines when asked', async () => {
    const cwd = folderWith({ 'app.log': LOG });
    const { bytes } = await memhog(['profile', 'app.log', '--redact'], { cwd });
    const { stdout } = await memhog(['explain', 'GET /leak'], { cwd, stdin: [bytes] });
    assert.match(stdout, /shop\/views\.py:31/);
    assert.ok(!stdout.includes('/tmp/memray') && stdout.includes('memray.47'));
  });

  it('of before a deploy say that the code may be another', async () => {
    const life = (pid: number, hour: number, requests: number): string =>
      Array.from({ length: requests }, (_, i) => {
        const time = new Date(Date.UTC(2026, 10, 22, hour, 10, 1) + i * 10_000).toISOString();
        return `memhog v=1 at=start time=${time} pid=${pid} seq=${i + 1} inflight=1 every=1 rss=${100_003_840 + 4096 * i} alloc=glibc method=GET path="/leak" status=200 ms=1.0\n`;
      }).join('');
    // As many as there was time for, and each another number: not their turn.
    const before = life(47, 18, 358) + life(48, 18, 271);
    const text = `${before}${TRACE.join('\n')}\n${life(57, 19, 200)}${life(58, 19, 190)}`;
    const cwd = folderWith({ 'app.log': text });
    const { stdout } = await memhog(['explain', 'GET /leak', 'app.log'], { cwd });
    assert.match(
      flat(stdout),
      /All workers started anew at 2026-11-22 19:10:01, after it: the code may be another since/,
    );
  });
});

describe('the next step', () => {
  it('is a trace where the probe is there, and none where it has answered', async () => {
    const cwd = folderWith({ 'app.log': probed() });
    const { stdout } = await memhog(['explain', 'GET /leak', 'app.log'], { cwd, columns: 80 });
    const text = flat(stdout);
    assert.match(text, /^GET \/leak (?:leak|suspect)/);
    assert.match(
      text,
      /Next step Where in its code: `memhog setup django --trace 'GET \/leak'` \(or flask, /,
    );
    assert.match(text, /100 calls and ends by itself/);
    assert.ok(!(await run('explain', 'GET /leak')).stdout.includes('Next step'));
  });

  it('names the server where the log says which it is, and the probe that comes with it', async () => {
    const cwd = folderWith({ 'app.log': SHOP });
    const { stdout } = await memhog(['parse', '--output', 'json', 'app.log'], { cwd });
    const { findings } = JSON.parse(stdout) as Ranking;
    const blamed = findings.find(({ verdict }) => verdict === 'leak' || verdict === 'suspect');
    assert.ok(blamed);
    const explained = await memhog(['explain', blamed.endpoint, 'app.log'], { cwd });
    assert.ok(flat(explained.stdout).includes(`\`memhog setup uwsgi --trace '${blamed.endpoint}'\``));
    assert.match(flat(explained.stdout), /brings the probe with it/);
    const calm = findings.find(({ verdict }) => verdict === 'steady');
    if (calm)
      assert.ok(!(await memhog(['explain', calm.endpoint, 'app.log'], { cwd })).stdout.includes('Next step'));
  });
});

describe('memhog parse --by span', () => {
  it('tells what may be kept from what is in passing', async () => {
    const { code, stdout } = await run('parse', '--by', 'span', '--output', 'json');
    assert.equal(code, 0);
    const ranking = JSON.parse(stdout) as SpanRanking;
    assert.ok(validates('spans')(ranking));
    const row = (endpoint: string, name: string): SpanRanking['rows'][number] =>
      ranking.rows.find((one) => one.endpoint === endpoint && one.name === name) ??
      assert.fail(`${endpoint} ${name}`);
    assert.equal(ranking.sampled, 1000);
    const kept = row('GET /leak', 'view.leak');
    assert.deepEqual([kept.rank, kept.fate, kept.times, kept.blocks, kept.bytes], [1, 'kept', 1, 21, 8200]);
    const passing = row('GET /page/:id', 'sql.select.shop');
    assert.deepEqual([passing.fate, passing.blocks, passing.bytes], ['passing', 4, 95_000]);
    assert.equal(row('GET /leak', 'sql.select.shop').times, 2);
    assert.equal(row('GET /page/:id', 'view.page').fate, 'nothing');
  });

  for (const columns of [80, 160])
    it(`is a table of ${columns} columns`, async () => {
      const { stdout } = await memhog(['parse', '--by', 'span', 'app.log'], {
        cwd: folderWith({ 'app.log': LOG }),
        columns,
      });
      for (const line of stdout.split('\n')) assert.ok(line.length <= columns, line);
      assert.match(stdout, /GET \/leak +view\.leak .*8\.0 KiB.* may be kept/);
      assert.match(stdout, /GET \/page\/:id +sql\.select\.shop .*92\.8 KiB.* in passing/);
    });

  it('has CSV and Markdown, and no page', async () => {
    const csv = (await run('parse', '--by', 'span', '--output', 'csv')).stdout.split('\r\n');
    assert.match(csv[0] ?? '', /^rank,endpoint,verdict,calls,name,/);
    assert.match(csv[1] ?? '', /^1,GET \/leak,\w+,\d+,view\.leak,/);
    assert.match(
      (await run('parse', '--by', 'span', '--output', 'markdown')).stdout,
      /\| 1 \| `GET \/leak` \| `view\.leak` \|/,
    );
    const { code, stderr } = await run('parse', '--by', 'span', '--output', 'html');
    assert.equal(code, 2);
    assert.match(stderr, /^memhog: --by span makes no page[^\n]*\n$/);
  });

  it('says in one line how spans are switched on where there are none', async () => {
    for (const [text, way] of [
      [SHOP, /memhog setup django --probe/],
      [probed().replaceAll(/ spans_every=4 spans=\S+/g, ''), /MEMHOG_PROBE_SPANS=1/],
    ] as const) {
      const cwd = folderWith({ 'app.log': text });
      const { code, stdout, stderr } = await memhog(['parse', '--by', 'span', 'app.log'], { cwd });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^memhog: this log has no spans[^\n]*\n$/);
      assert.match(stderr, way);
    }
  });
});

describe('memhog check', () => {
  const checked = async (text: string): Promise<string> =>
    flat((await memhog(['check', 'app.log'], { cwd: folderWith({ 'app.log': text }) })).stdout);

  it('says how much sooner exact counters would tell, and how to have them', async () => {
    const text = await checked(SHOP);
    assert.match(text, /probe +a leak of .* per call in .* takes this log's 4,000 requests to show/);
  });

  it('does not offer the probe to a log that has it, nor call what it samples missing', async () => {
    const some = probed()
      .split('\n')
      .map((line, i) => (i % 25 === 0 ? line : line.replace(/ every=.*? alloc=\w+/, '')))
      .join('\n');
    const text = await checked(some);
    assert.doesNotMatch(text, /setup \w+ --probe|no reading|carry no/);
    assert.match(text, /the probe reads as often as its budget allows: .*LIVE with one in 25/);
    assert.match(text, /usable >?\d+ % of 4,000 lines/);
  });

  it('says when some workers are without it', async () => {
    const plain = Array.from(
      { length: 50 },
      (_, i) =>
        `memhog v=1 time=2026-11-22T19:${String(i).padStart(2, '0')}:00.000Z pid=99 seq=${i + 1} inflight=1 rss=${40_960 * (2000 + i)} method=GET path="/page/1" status=200 ms=1.0`,
    );
    assert.match(await checked(probed(plain)), /1 worker life of 2 have the probe/);
  });
});

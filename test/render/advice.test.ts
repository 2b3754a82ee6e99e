import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { readPresent } from '../../src/advise/present/read.ts';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { parseWhatIf } from '../../src/advise/what-if.ts';
import { wholeAdvice } from '../../src/advise/whole-advice.ts';
import type { AdviceAsked, WholeAdvice } from '../../src/advise/whole-advice.ts';
import { rank } from '../../src/ranking/rank.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { renderAdviceJson } from '../../src/render/advice/advice-json.ts';
import { renderAdviceMarkdown } from '../../src/render/advice/advice-markdown.ts';
import { renderAdviceTable } from '../../src/render/advice/advice-table.ts';
import { adviceSection } from '../../src/report/sections/advice.ts';
import { lines } from '../cli/shop-log.ts';
import { GIB, MIB } from '../advise/loads.ts';
import { workersLog } from '../advise/workers-log.ts';
import { HOSTILE, profileOf, SHOP_PROFILE } from '../report/profiles.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../src/schema/advice.schema.json', import.meta.url), 'utf8'),
);
assert.ok(typeof schema === 'object' && schema !== null);
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

const PROFILES = {
  leaking: profileOf(workersLog({ hours: 8 })),
  steady: profileOf(workersLog({ hours: 8, growthOf: () => 0 })),
  short: profileOf(lines({ req: '1/1', rss: 30_000, target: '/' })),
  untimed: SHOP_PROFILE,
};

const server = (name: string) => ADVISED_SERVERS.find((one) => one.name === name)!;

const rankings = new Map<keyof typeof PROFILES, Ranking>();

function rankingOf(profile: keyof typeof PROFILES): Ranking {
  const ranking = rankings.get(profile) ?? rank(PROFILES[profile], { inputs: ['shop.log'] });
  rankings.set(profile, ranking);
  return ranking;
}

function made(profile: keyof typeof PROFILES, name: string, more: Partial<AdviceAsked> = {}): WholeAdvice {
  return wholeAdvice(PROFILES[profile], rankingOf(profile), {
    server: server(name),
    version: '',
    memory: 768 * MIB,
    origins: {
      server: '--server',
      version: '',
      memory: '--memory',
      reserve: '--reserve',
      workers: 'the log',
    },
    ...more,
  });
}

const INI =
  '[uwsgi]\nmax-requests = 1000\nmax-requests-delta = 10\nreload-on-rss = 150\nevil-reload-on-rss = 9000\n';

/** An advice of each kind that there is. */
const ALL: readonly WholeAdvice[] = [
  ...ADVISED_SERVERS.map(({ name }) => made('leaking', name)),
  made('leaking', 'gunicorn', { whatIf: parseWhatIf('max_requests=1000,jitter=50') }),
  made('leaking', 'uwsgi', {
    version: '2.0.30',
    check: { file: 'a.ini', present: readPresent('a.ini', INI) },
  }),
  made('leaking', 'gunicorn', { memory: 64 * MIB }),
  made('steady', 'gunicorn', { memory: GIB }),
  made('short', 'celery'),
  made('untimed', 'uwsgi'),
];

const text = (advice: WholeAdvice, width = 80, color = false): string =>
  renderAdviceTable(advice, { width, color, allSteps: true });
const linesOf = (page: string): string[] => page.split('\n');

describe('the advice as text', () => {
  it('begins with what to do, and holds every line to paste as it is', () => {
    for (const advice of ALL) {
      const page = text(advice);
      assert.ok(page.replace(/\s+/g, ' ').startsWith(advice.answer.text.slice(0, 200)), page.slice(0, 200));
      const pasted = advice.settings.files.flatMap((file) =>
        file.lines.flatMap((line) => line.text.split('\n')),
      );
      const steps = (advice.cause?.steps ?? []).flatMap(({ paste }) => paste.split('\n'));
      for (const line of [...pasted, ...steps]) assert.ok(page.includes(line), line);
      assert.ok(page.endsWith('\n') && !page.endsWith('\n\n'));
    }
  });

  it('has no line wider than the terminal but those that are pasted', () => {
    for (const advice of ALL)
      for (const width of [24, 40, 80, 160])
        for (const line of linesOf(text(advice, width)))
          assert.ok(stringWidth(line) <= width || line.startsWith('    '), `${width.toString()}: ${line}`);
  });

  it('says the same with and without colour, and has none unless told', () => {
    for (const advice of ALL) {
      const plain = text(advice);
      assert.ok(!plain.includes('\u001b'));
      assert.equal(text(advice, 80, true).replaceAll(/\p{Cc}\[\d+m/gu, ''), plain);
    }
  });

  it('shows the advice, what was asked about and no recycling side by side', () => {
    const page = text(ALL[ADVISED_SERVERS.length]!);
    assert.match(page, /^ +advised +your what-if +no recycling$/m);
    assert.match(page, /^after requests +[\d,]+–[\d,]+ +1,000–1,050 +never$/m);
    assert.match(page, /^fills 768 MiB +no +no +in \d\.\d h \(/m);
  });

  it('compares with a file: what it sets is a column, and a list', () => {
    const advice = ALL[ADVISED_SERVERS.length + 1]!;
    const page = text(advice);
    assert.deepEqual(advice.whatIf?.settings, {
      requests: 1000,
      spread: 'slots',
      amount: 10,
      memory: 150 * MIB,
      leastLife: 10,
    });
    assert.match(page, /^ +advised +in the file +no recycling$/m);
    assert.match(page, /^or above +\S+ MiB +150 MiB +–$/m);
    assert.match(page, /^a\.ini differs from the advice:$/m);
    assert.match(page, /^too low {3}max-requests \(line 2\): /m);
    assert.match(page, /^unwise {4}evil-reload-on-rss \(line 5\): /m);
  });

  it('says where nothing can be said, and gives nothing to paste', () => {
    const page = text(made('short', 'gunicorn'));
    assert.match(page, /^(?:Too little data|Nothing has to be restarted)/);
    assert.doesNotMatch(
      text(made('leaking', 'gunicorn', { memory: 64 * MIB })),
      /NaN|Infinity|undefined|null/,
    );
  });
});

/** The advice as a stranger would like it: hostile text wherever a log or a file can put one. */
function hostile(name: string): WholeAdvice {
  const base = ALL[ADVISED_SERVERS.length + 1]!;
  return {
    ...base,
    inputs: [name],
    settings: {
      files: [{ name, lines: [{ text: `a\n${name}`, why: name, setting: '', value: undefined }] }],
      notes: [name],
    },
    check: {
      ...base.check!,
      file: name,
      rows: base.check!.rows.map((row) => ({ ...row, setting: name, text: name })),
      remarks: [name],
    },
    cause: { endpoint: `GET ${name}`, steps: base.cause!.steps, notes: [name] },
    notes: [{ code: 'hostile', text: name }],
    origins: { ...base.origins, memory: name, version: name },
  };
}

describe('hostile text', () => {
  it('neither acts in a terminal nor widens a line', () => {
    for (const name of HOSTILE) {
      const page = text(hostile(name));
      assert.doesNotMatch(page.replaceAll('\n', ''), /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
      for (const line of linesOf(page)) assert.ok(stringWidth(line) <= 80 || line.startsWith('    '), line);
    }
  });

  it('is no markup in Markdown', () => {
    for (const name of HOSTILE) {
      const prose = renderAdviceMarkdown(hostile(name))
        .replace(/^```[^]*?^```$/gm, '')
        .replace(/`[^`\n]*`/g, '');
      assert.doesNotMatch(prose, /(?<!\\)<|\]\(|(?<!\\)!\[/, name.slice(0, 60));
      assert.doesNotMatch(prose.replaceAll('\n', ''), /\p{Cc}|\p{Cf}|\p{Cs}/u);
    }
  });

  it('is inert in JSON, which still holds it', () => {
    for (const name of HOSTILE) {
      const json = renderAdviceJson(hostile(name));
      assert.doesNotMatch(json.replaceAll('\n', ''), /<|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
      const value: unknown = JSON.parse(json);
      assert.ok(typeof value === 'object' && value !== null && 'inputs' in value);
      assert.deepEqual(value.inputs, [name]);
    }
  });

  it('is text in the page', async () => {
    for (const name of HOSTILE) {
      const { markup } = await adviceSection(hostile(name));
      assert.doesNotMatch(markup, /<(?:script|img|u|iframe)[\s>]|<!--/);
      assert.doesNotMatch(markup.replaceAll('\n', ''), /\p{Cc}|\p{Cf}|\p{Cs}/u);
    }
  });
});

describe('the advice as data', () => {
  it('is JSON as the schema says, whatever the advice', () => {
    for (const advice of ALL) {
      const parsed: unknown = JSON.parse(renderAdviceJson(advice));
      assert.ok(validate(parsed), JSON.stringify(validate.errors));
      assert.equal(JSON.stringify(parsed), JSON.stringify(advice));
    }
  });

  it('the schema knows every field, so that none is described by chance', () => {
    const missing = ALL.flatMap((advice) => Object.keys(advice)).filter(
      (key) => !JSON.stringify(schema).includes(`"${key}":`),
    );
    assert.deepEqual(missing, []);
  });

  it('the schema refuses what is no advice', () => {
    const good = ALL[0]!;
    const { notes, ...withoutNotes } = good;
    for (const value of [
      { ...good, schema: 'memhog.advice/2' },
      { ...good, memory: -1 },
      { ...good, answer: { kind: 'maybe', text: '?' } },
      { ...good, plan: { ...good.plan, byRequests: {} } },
      { ...good, check: { file: 'a', rows: [{}], remarks: [], differs: false } },
      { ...withoutNotes, remarks: notes },
      {},
    ])
      assert.equal(validate(value), false);
  });
});

describe('Markdown', () => {
  it('has the answer first, the lines in a fence, the table', () => {
    const page = renderAdviceMarkdown(ALL[0]!);
    assert.match(page, /^\*\*Restart each worker after /);
    assert.match(page, /^```\nmax_requests = \d+\nmax_requests_jitter = \d+\n\nimport os\n[^`]*\n```$/m);
    assert.match(page, /^\| {2}\| advised \| no recycling \|$/m);
  });
});

describe('the section of the page', () => {
  it('has the lines to paste, the table and a chart in three widths, within 40 KB', async () => {
    const { markup } = await adviceSection(ALL[ADVISED_SERVERS.length]);
    assert.match(markup, /<h2 id="advice-title">Recycling advice<\/h2>/);
    assert.match(markup, /<pre>max_requests = \d+\nmax_requests_jitter = \d+\n\nimport os\n/);
    assert.equal((markup.match(/<svg/g) ?? []).length, 3);
    for (const words of ['as advised', 'as you asked', 'without restarts', 'all the memory'])
      assert.ok(markup.includes(words), words);
    assert.ok(markup.length < 40_000, `${markup.length.toString()} bytes`);
  });

  it('lists what a file that was given sets', async () => {
    const { markup } = await adviceSection(ALL[ADVISED_SERVERS.length + 1]);
    assert.match(markup, /<h3>a\.ini differs from the advice<\/h3>/);
    assert.match(markup, /<b>too low<\/b> max-requests \(line 2\): /);
  });

  it('is not there where there is nothing to advise', async () => {
    assert.equal((await adviceSection(undefined)).markup, '');
    const nothing = { ...ALL[0]!, settings: { files: [], notes: [] }, whatIf: null, check: null };
    assert.equal((await adviceSection(nothing)).markup, '');
  });
});

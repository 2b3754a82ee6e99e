/** The papers say what is so: commands run and print what is shown, names exist, lists are whole. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readConfig } from '../src/cli/config.ts';
import { SHELLS } from '../src/cli/commands/completion.ts';
import { EXPANSION_LIMIT } from '../src/input/decompress.ts';
import { MAX_LINE } from '../src/input/lines.ts';
import { MOST_BUCKETS } from '../src/profile/grid.ts';
import { MOST_LIVES } from '../src/profile/host-table.ts';
import { MOST_CHILDREN, MOST_NODES } from '../src/profile/route-tree.ts';
import { RENDERERS } from '../src/render/renderers.ts';
import { folderWith } from './cli/shop-log.ts';
import { memhog } from './cli/world.ts';
import { IS_LONG } from './long.ts';
import { blocksOf, examplesOf } from './readme/blocks.ts';
import { ROOT, inSandbox, scripts, showSamples } from './readme/shell.ts';
import { writeShortSamples } from './readme/short-samples.ts';
import { freshLivePicture } from './readme/live-picture.ts';
import { LIVE_PICTURE, PICTURE, freshPicture, readme, runExample } from './readme/shown.ts';
import { typeErrors } from './readme/snippet.ts';

const PAPERS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...[
    'docs/formats.md',
    'docs/limits.md',
    'docs/live.md',
    'docs/probe.md',
    'samples/README.md',
    'samples/uwsgi/README.md',
    'reports/README.md',
    'test/cases/README.md',
  ],
];
const REFRESH = 'run `npm run readme` and look at what changed';

const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** The Markdown text without its fenced blocks. */
function proseOf(markdown: string): string {
  const inside = blocksOf(markdown);
  const lines = markdown.split('\n');
  return lines.filter((_, i) => !inside.some(({ from, to }) => i >= from && i < to)).join('\n');
}

const codeSpans = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);

/** The entries of an object of the JSON file `name`; empty if there is none. */
function keysIn(name: string, key: string): string[] {
  const value: unknown = JSON.parse(textOf(name));
  if (typeof value !== 'object' || value === null) return [];
  const found: unknown = new Map<string, unknown>(Object.entries(value)).get(key);
  return typeof found === 'object' && found !== null ? Object.keys(found) : [];
}

describe('README.md', () => {
  it('runs, and prints what it shows', async (t) => {
    const short = folderWith();
    writeShortSamples(readme(), short);
    await inSandbox(async (folder) => {
      for (const example of examplesOf(readme())) {
        const name = example.source.text.split('\n', 1)[0]!;
        await t.test(name, async () => {
          showSamples(folder, example.output || IS_LONG ? ROOT : short);
          const printed = await runExample(example, folder);
          if (example.output) assert.equal(example.output.text, printed, REFRESH);
        });
      }
    });
  });

  it('opens with the command of a first visit, its output and a picture', () => {
    const [first] = examplesOf(readme());
    assert.equal(first?.source.text, 'npm ci && npx memhog parse samples/uwsgi/leaky-shop.log.gz\n');
    assert.ok(first.output);
  });

  it('has the picture of today, under 150 KB', async () => {
    const picture = readFileSync(PICTURE, 'utf8');
    assert.ok(picture === (await freshPicture()), `docs/parse.svg is old: ${REFRESH}`);
    const live = readFileSync(LIVE_PICTURE, 'utf8');
    assert.ok(live === freshLivePicture(), `docs/live.svg is old: ${REFRESH}`);
    assert.ok(picture.length < 150_000);
  });

  it('has snippets that compile', async () => {
    await inSandbox(async (folder) => {
      for (const { language, text } of blocksOf(readme())) {
        if (language === 'ts') assert.deepEqual(typeErrors(text, folder), []);
      }
      await Promise.resolve();
    });
  });

  it('has a configuration that memhog takes', async () => {
    await inSandbox(async (folder) => {
      const configurations = blocksOf(readme()).filter(({ language }) => language === 'json');
      assert.equal(configurations.length, 1);
      writeFileSync(join(folder, 'memhog.json'), configurations[0]!.text);
      assert.ok(readConfig(undefined, folder).inputs);
      await Promise.resolve();
    });
  });

  it('names flags that there are', async () => {
    // Those of uWSGI and npm, and those for people who know pyuwsgimemhog, which no help lists.
    let help = '--memory-report --global --logfile --memory-threshold --normalize-nums --no-normalize-nums\n';
    const topics = 'parse explain routes profile merge check setup report compare ack live advise'.split(' ');
    for (const topic of topics) help += (await memhog(['help', topic], { columns: 80 })).stdout;
    for (const [flag] of readme().matchAll(/(?<![\w-])--[a-z][a-z-]+/g)) {
      assert.match(help, new RegExp(`${flag}(?![\\w-])`), flag);
    }
  });

  it('names every command, output format, shell and verdict', async () => {
    const text = readme();
    const { stdout } = await memhog(['--help'], { columns: 80 });
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, command]) => command!);
    assert.ok(commands.length > 4);
    for (const command of commands.filter((name) => name !== 'help')) {
      assert.match(text, new RegExp(`^memhog ${command} `, 'm'));
    }
    for (const format of RENDERERS.keys()) assert.ok(text.includes(`\`${format}\``), format);
    for (const shell of SHELLS) assert.ok(text.includes(shell), shell);
    for (const verdict of ['leak', 'suspect', 'plateau', 'warm-up', 'bloat', 'steady', 'unknown']) {
      assert.match(text, new RegExp(`^\\| \`${verdict}\` +\\|`, 'm'));
    }
  });
});

describe('the papers', () => {
  for (const paper of PAPERS) {
    it(`${paper} links to files that exist`, () => {
      for (const [, link] of proseOf(textOf(paper)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(?:https?:|#)/.test(link!)) continue;
        assert.ok(existsSync(resolve(ROOT, dirname(paper), link!.replace(/#.*/, ''))), link);
      }
    });

    it(`${paper} names files that exist`, () => {
      const isPath = /^(?:src|test|samples|docs|reports|\.ci)\/[\w./-]*$|^[\w.-]+\.(?:cjs|mjs|md)$/;
      for (const span of codeSpans(textOf(paper))) {
        if (!isPath.test(span) || span.includes('NAME')) continue;
        const places = [ROOT, join(ROOT, dirname(paper))];
        assert.ok(
          places.some((place) => existsSync(join(place, span))),
          span,
        );
      }
    });

    it(`${paper} names scripts that package.json has`, () => {
      for (const [, script] of textOf(paper).matchAll(/npm run ([\w:-]+)/g)) {
        assert.ok(scripts().includes(script!), `npm run ${script!}`);
      }
    });

    it(`${paper} tells nothing of the machine it was written on`, () => {
      assert.doesNotMatch(textOf(paper), /\/(?:work|root|tmp|home\/\w+)\//);
    });
  }
});

describe('ARCHITECTURE.md', () => {
  const text = textOf('ARCHITECTURE.md');

  it('lists every folder and file at the top of src', () => {
    for (const entry of readdirSync(join(ROOT, 'src'), { withFileTypes: true })) {
      const name = `\`src/${entry.name}${entry.isDirectory() ? '/' : ''}\``;
      assert.match(text, new RegExp(`^\\| ${name} +\\|`, 'm'), name);
    }
  });

  it('says of every run-time dependency, and of no other, why it is there', () => {
    const table = text.slice(text.indexOf('## Run-time dependencies'), text.indexOf('## Words'));
    const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
    assert.deepEqual(listed.sort(), keysIn('package.json', 'dependencies').sort());
  });

  it('has the bounds of the source', () => {
    for (const bound of [MOST_BUCKETS, MOST_LIVES, MOST_CHILDREN, MOST_NODES, EXPANSION_LIMIT]) {
      assert.match(text, new RegExp(`(?<![\\d,])${bound.toLocaleString('en')}(?![\\d,])`), String(bound));
    }
    assert.ok(text.includes(`${MAX_LINE / 1024} KiB`));
  });
});

describe('.ci/run', () => {
  it('runs the test command of README.md, last', () => {
    const [command] = examplesOf(readme()).filter(({ source }) => source.text.includes('npm test'));
    const lines = textOf('.ci/run').trimEnd().split('\n');
    assert.equal(lines.at(-1), 'npm test');
    const steps = lines.filter((line) => line.startsWith('npm '));
    assert.deepEqual(steps, ['npm ci', 'npm run check', 'npm run fuzz:minute', 'npm test']);
    assert.equal(command?.source.text, `${steps[0]!} && ${steps.at(-1)!}\n`);
  });
});

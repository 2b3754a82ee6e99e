/** What --fail-on does is said in the same words wherever it is said; the recipe for CI is whole. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FAILING } from '../../src/cli/judging-commands.ts';
import { QUOTED_COMMAND } from '../cli/command.ts';
import { shopKeeping } from '../cli/keeping-shop.ts';
import { folderWith } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';

const fileOf = (name: string): string => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
const flat = (text: string): string => text.replaceAll('`', '').replace(/\s+/g, ' ');

describe('the words on --fail-on', () => {
  for (const name of ['docs/nightly.md', 'README.md'])
    it(`are the same in ${name}`, () => assert.ok(flat(fileOf(name)).includes(flat(FAILING))));

  it('stand in the help, which does not offer stdin', async () => {
    const { stdout } = await memhog(['report', '--help']);
    assert.ok(flat(stdout).includes(flat(FAILING)));
    assert.doesNotMatch(stdout, /stdin/);
    assert.match(stdout, /--limit/);
  });
});

interface Step {
  readonly condition: string;
  readonly run: string;
}

/** The steps of the recipe that run a command, with their conditions, in order. */
function stepsOf(workflow: string): readonly Step[] {
  return workflow
    .split(/\n {6}- /)
    .slice(1)
    .map((text) => ({
      condition: /^ *if: (.*)$/m.exec(text)?.[1] ?? '',
      run: /(?:^|\n) *run: (.*)$/m.exec(text)?.[1] ?? '',
    }))
    .filter(({ run }) => run !== '');
}

describe('the recipe for GitHub Actions', () => {
  const workflow = /^```yaml\n(.*?)^```$/ms.exec(fileOf('docs/nightly.md'))?.[1] ?? '';

  it('makes on the main branch what a pull request is compared with', () => {
    const cwd = folderWith({ 'main.log': shopKeeping(0, 11), 'pull.log': shopKeeping(40, 12) });
    const summary = join(cwd, 'summary.md');
    const env = { ...process.env, GITHUB_STEP_SUMMARY: summary };
    const runAll = (event: string): readonly (number | null)[] =>
      stepsOf(workflow)
        .filter(({ run }) => run.startsWith('memhog'))
        .filter(({ condition }) => condition === '' || condition.includes(`'${event}'`))
        .map(({ run }) => {
          const line = run
            .replace(/^memhog/, QUOTED_COMMAND)
            .replace('app.log', `${event === 'push' ? 'main' : 'pull'}.log`);
          return spawnSync('bash', ['-e', '-c', line], { cwd, env }).status;
        });
    assert.deepEqual(runAll('push'), [0, 0], 'report, profile');
    assert.deepEqual(runAll('pull_request'), [0, 1], 'report, compare');
    assert.match(readFileSync(summary, 'utf8'), /^\*\*New: `GET \/cart`/m);
  });

  it('restores and saves the file it compares with', () => {
    assert.match(workflow, /cache\/restore@v4\n\s+with:\n\s+path: main\.memhog/);
    assert.match(
      workflow,
      /cache\/save@v4\n\s+if: github\.event_name == 'push'\n\s+with:\n\s+path: main\.memhog/,
    );
    assert.match(workflow, /push:\n\s+branches: \[main\]/);
  });
});

/** Lines as shippers of logs hand them on: a few overtaken by later ones, or the newest first. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rankingOf } from './ranking-of.ts';
import { folderWith, lines, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

const SHOP_LINES = SHOP.trimEnd().split('\n');

/** Every `nth` line comes `late` lines after its place; not the first ones, where a counter at 1 may as well begin anew. */
function overtaken(all: readonly string[], nth: number, late: number): string {
  const keyed = all.map((line, i) => ({ line, at: i > 0 && i % nth === 0 ? i + late + 0.5 : i }));
  return `${keyed
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line)
    .join('\n')}\n`;
}

const withLog = (text: string): { cwd: string } => ({ cwd: folderWith({ 'app.log': text }) });

const timeCheck = async (text: string): Promise<string> =>
  /^.. +time .*$/m.exec((await memhog(['check', 'app.log'], withLog(text))).stdout)?.[0] ?? '';

describe('lines out of order', () => {
  it('begin no life, and hide no leak', async () => {
    const { findings, workers, warnings } = await rankingOf(
      ['parse', 'app.log'],
      withLog(overtaken(SHOP_LINES, 40, 6)),
    );
    assert.equal(findings[0]?.endpoint, 'GET /cart');
    assert.equal(findings[0].verdict, 'leak');
    assert.equal(workers.lives, workers.count);
    assert.deepEqual(
      warnings.filter(({ code }) => code === 'unlogged'),
      [],
    );
  });

  it('name the same leak when the newest stand first, and check says so', async () => {
    const turned = `${[...SHOP_LINES].reverse().join('\n')}\n`;
    const { findings } = await rankingOf(['parse', 'app.log'], withLog(turned));
    assert.equal(findings[0]?.endpoint, 'GET /cart');
    assert.match(await timeCheck(turned), /the newest lines stand first/);
    assert.match(await timeCheck(overtaken(SHOP_LINES, 40, 6)), /stand after later ones/);
    assert.match(await timeCheck(SHOP), /in order/);
  });

  it('are no excuse for a counter that starts again', async () => {
    const again = lines(
      { req: '40/40', rss: 90_000, target: '/a' },
      { req: '41/41', rss: 90_010, target: '/a' },
      { req: '1/1', rss: 50_000, target: '/a' },
      { req: '2/2', rss: 50_010, target: '/a' },
    );
    const { workers } = await rankingOf(['parse', 'app.log'], withLog(again));
    assert.equal(workers.lives, 2);
  });
});

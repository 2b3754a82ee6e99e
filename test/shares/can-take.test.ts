/** Which pieces of a file may be put together: those of which no life was closed, nor would be. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Intake } from '../../src/intake.ts';
import type { Piece } from '../../src/intake.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';

const LINE =
  '{address space usage: 62885888 bytes/59MB} {rss usage: 11898880 bytes/11MB} [pid: 12|app: 0|req: 1/2] 198.51.100.7 () ' +
  '{36 vars in 500 bytes} [Sun Nov 22 21:08:30 2026] GET /a => generated 7 bytes in 0 msecs (HTTP/1.1 200) 2 headers in 66 bytes (1 switches on core 0)';

/** What a thread would say that has read lines of so many workers. */
function pieceOf(workers: number): Piece {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
  const bytes = new TextEncoder().encode(LINE);
  pipeline.line(bytes, 0, bytes.length, 0);
  pipeline.end();
  const profile = pipeline.toProfile();
  const [worker] = profile.workers;
  assert.equal(worker?.lives.length, 1);
  return { profile: { ...profile, workers: Array.from({ length: workers }, () => worker) } };
}

/** The same as it stands when plain lines came last, of one worker. */
function runPiece(): Piece {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
  const lines = Array.from({ length: 50 }, (_, at) => LINE.replace('req: 1/2', `req: ${at + 1}/${at + 1}`));
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const first = lines[0]!.length;
  pipeline.line(bytes, 0, first, 0);
  assert.equal(pipeline.linesAhead(bytes, first + 1, bytes.length, first + 1), 49);
  return pipeline.toPiece();
}

describe('pieces of a file', () => {
  it('are counted by the lives that they hold, those of runs too', () => {
    const piece = runPiece();
    assert.ok(piece.run);
    const intake = new Intake(DEFAULT_SETTINGS);
    assert.ok(intake.canTake(Array.from({ length: 60 }, () => piece)));
    assert.ok(!intake.canTake([pieceOf(100_000 - 4096), piece]));
    assert.ok(intake.canTake([pieceOf(100_000 - 4096)]));
  });

  it('are put together as long as all their lives can be kept one by one', () => {
    const intake = new Intake(DEFAULT_SETTINGS);
    assert.ok(intake.canTake([]));
    assert.ok(intake.canTake([pieceOf(40_000), pieceOf(40_000)]));
    assert.ok(!intake.canTake([pieceOf(50_000), pieceOf(50_001)]));
  });

  it('are not where the lives that are here already leave no room for theirs', () => {
    const intake = new Intake(DEFAULT_SETTINGS);
    const [worker] = pieceOf(1).profile.workers;
    const { profile } = pieceOf(0);
    const here = Array.from({ length: 60_000 }, (_, pid) => ({ ...worker!, pid: pid + 1 }));
    intake.absorb({ ...profile, workers: here });
    assert.ok(intake.canTake([pieceOf(20_000)]));
    assert.ok(!intake.canTake([pieceOf(50_000)]));
  });

  it('are not where one of them has closed lives: others than those that one reader would have', () => {
    const { profile } = pieceOf(1);
    const closed = [{ source: 0, host: '', lives: 1, requests: 1, calls: [] }];
    assert.ok(!new Intake(DEFAULT_SETTINGS).canTake([{ profile: { ...profile, closed } }]));
  });
});

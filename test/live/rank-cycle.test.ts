import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RankCycle } from '../../src/live/rank-cycle.ts';
import type { LiveSpan, RankedReading } from '../../src/live/rank-cycle.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { ProfileBuilder } from '../../src/profile/builder.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { SHOP } from '../render/fixture.ts';

const EMPTY = new ProfileBuilder(DEFAULT_SETTINGS).toProfile();

/** A cycle over a reading made up, whose rankings take so long (milliseconds). */
class Trial {
  readonly counts = { lines: 0, requests: 0, malformed: 0, readings: 0 };
  readonly began: number[] = [];
  readonly asked: string[] = [];
  readonly failures: string[] = [];
  spans: readonly LiveSpan[] = ['start'];
  isBusy = false;
  readonly cycle: RankCycle;

  constructor(takes: number, failure?: string) {
    const reading: RankedReading = {
      counts: this.counts,
      hasHistory: false,
      profile: () => EMPTY,
      pieces: () => ({ finished: [], current: EMPTY }),
    };
    const rank = async (span: string): Promise<Ranking> => {
      assert.ok(!this.isBusy, 'asked while ranking');
      this.asked.push(span);
      this.began.push(performance.now());
      this.isBusy = true;
      await sleep(takes);
      this.isBusy = false;
      if (failure !== undefined) throw new Error(failure);
      return SHOP;
    };
    const isBusy = (): boolean => this.isBusy;
    const ranker = {
      rank,
      get isBusy() {
        return isBusy();
      },
    };
    this.cycle = new RankCycle(reading, ranker, {
      spans: () => this.spans,
      onRanked: () => undefined,
      onFailure: ({ message }) => {
        this.failures.push(message);
      },
    });
  }

  /** A line every few milliseconds. */
  async feed(milliseconds: number): Promise<void> {
    for (const end = performance.now() + milliseconds; performance.now() < end;) {
      this.counts.lines++;
      this.counts.readings++;
      this.cycle.wake();
      await sleep(4);
    }
  }

  /** Milliseconds from the beginning of each ranking to that of the next. */
  get gaps(): readonly number[] {
    return this.began.slice(1).map((at, i) => at - this.began[i]!);
  }
}

describe('the cycle of rankings', () => {
  it('ranks at once what is new, and once only', async () => {
    const trial = new Trial(5);
    trial.cycle.wake();
    assert.equal(trial.asked.length, 0, 'nothing to rank');
    Object.assign(trial.counts, { lines: 1, readings: 1 });
    trial.cycle.wake();
    assert.equal(trial.asked.length, 1);
    await sleep(250);
    trial.cycle.wake();
    assert.equal(trial.asked.length, 1);
    trial.counts.lines++;
    trial.cycle.wake();
    assert.equal(trial.asked.length, 2);
  });

  it('goes on by itself with what came meanwhile, ten times a second at most', async () => {
    let trial = new Trial(5);
    await trial.feed(60);
    // A machine that stands still for 60 ms has nothing to go on with.
    for (let tries = 0; tries < 5 && trial.counts.lines < 3; tries++) {
      trial.cycle.close();
      trial = new Trial(5);
      await trial.feed(60);
    }
    await sleep(400);
    assert.equal(trial.asked.length, 2);
    await trial.feed(500);
    assert.ok(
      trial.gaps.every((gap) => gap >= 95),
      String(trial.gaps),
    );
    trial.cycle.close();
  });

  it('leaves three quarters of a core to others when ranking is slow', async () => {
    const trial = new Trial(110);
    await trial.feed(1000);
    assert.ok(trial.gaps.length > 0 && trial.gaps.every((gap) => gap >= 400), String(trial.gaps));
    trial.cycle.close();
  });

  it('ranks in turn what is looked at', async () => {
    const trial = new Trial(5);
    trial.spans = ['start', 'window'];
    await trial.feed(700);
    assert.deepEqual(trial.asked.slice(0, 4), ['start', 'window', 'start', 'window']);
    trial.cycle.close();
  });

  it('says what ranking has against it', async () => {
    const trial = new Trial(1, 'no such figure');
    await trial.feed(30);
    await sleep(30);
    assert.deepEqual(trial.failures, ['no such figure']);
  });
});

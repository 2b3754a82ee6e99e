import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Standing } from '../../src/live/standing.ts';

const time = (seconds: number): string => new Date(1e12 + 1000 * seconds).toISOString().slice(0, 19);
const span = (from: number, to: number): { from: string; to: string } => ({ from: time(from), to: time(to) });
const names = (set: ReadonlySet<string>): string[] => [...set];

describe('a verdict', () => {
  it('of a second of log stands for nothing, that of ten minutes at once', () => {
    assert.deepEqual(names(new Standing().see(['a'], span(0, 1), 0)), []);
    assert.deepEqual(names(new Standing().see(['a'], span(0, 599), 0)), []);
    assert.deepEqual(names(new Standing().see(['a', 'b'], span(0, 600), 0)), ['a', 'b']);
  });

  it('stands once a minute of log has not changed it, however quickly that was read', () => {
    const standing = new Standing();
    standing.see(['a'], span(0, 5), 0);
    assert.deepEqual(names(standing.see(['a', 'b'], span(0, 64), 1)), []);
    assert.deepEqual(names(standing.see(['a', 'b'], span(0, 65), 2)), ['a']);
  });

  it('begins anew when a ranking was without it', () => {
    const standing = new Standing();
    standing.see(['a'], span(0, 5), 0);
    standing.see([], span(0, 30), 1);
    assert.deepEqual(names(standing.see(['a'], span(0, 66), 2)), []);
    assert.deepEqual(names(standing.see(['a'], span(0, 126), 3)), ['a']);
  });

  it('does not ripen while the log is silent', () => {
    const standing = new Standing();
    standing.see(['a'], span(0, 1), 0);
    assert.deepEqual(names(standing.see(['a'], span(0, 1), 3_600_000)), []);
  });

  it('goes by the clock where the log has no times', () => {
    const standing = new Standing();
    const none = { from: null, to: null };
    assert.deepEqual(names(standing.see(['a'], none, 1000)), []);
    assert.deepEqual(names(standing.see(['a'], none, 60_999)), []);
    assert.deepEqual(names(standing.see(['a'], none, 61_000)), ['a']);
  });
});

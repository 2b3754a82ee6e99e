import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { Painter } from '../../src/live/painter.ts';
import { screenUpdate } from '../../src/live/screen-update.ts';
import { liveFrame } from '../../src/render/live/frame.ts';
import { SHOP } from '../render/fixture.ts';
import { HOSTILE } from '../render/hostile-fixture.ts';
import { viewOf } from './demo-view.ts';
import { ScreenModel } from './screen-model.ts';

describe('an update', () => {
  it('is nothing between equal frames, and only the lines that changed between others', () => {
    assert.equal(screenUpdate(['a', 'b'], ['a', 'b'], 80), '');
    assert.equal(
      screenUpdate(['a', 'b', 'c'], ['a', 'x', 'c'], 80),
      '\u001b[?2026h\u001b[2;1Hx\u001b[K\u001b[?2026l',
    );
  });

  it('clears the whole screen only when nothing is known of it', () => {
    assert.ok(screenUpdate(undefined, ['a'], 80).includes('\u001b[2J'));
    assert.ok(!screenUpdate(['b'], ['a'], 80).includes('\u001b[2J'));
  });

  it('brings any screen from frame to frame', () => {
    const line = fc.constantFrom(
      '',
      'a',
      'abcdefgh',
      '漢字漢字',
      '漢字',
      '\u001b[1mab\u001b[22mc',
      'a\u0301b',
      '\u001b[7m        \u001b[27m',
    );
    const frames = fc.array(fc.array(line, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(frames, (shown) => {
        const screen = new ScreenModel(8, 3);
        shown.forEach((frame, i) => {
          screen.write(screenUpdate(shown[i - 1], frame, 8));
          assert.deepEqual(screen.cells, ScreenModel.of(frame, 8).cells);
        });
      }),
    );
  });

  it('brings the live screen from view to view', () => {
    const size = { columns: 80, rows: 24, color: true };
    const frames = [
      viewOf(SHOP),
      viewOf(SHOP, { selected: 4 }),
      viewOf(HOSTILE, { sort: 'name' }),
      viewOf(undefined),
    ].map((view) => liveFrame(view, size));
    const screen = new ScreenModel(80, 24);
    frames.forEach((frame, i) => {
      screen.write(screenUpdate(frames[i - 1], frame, 80));
      assert.deepEqual(screen.cells, ScreenModel.of(frame, 80).cells);
    });
  });
});

/** A painter on a clock and a terminal that the test holds. */
function world() {
  mock.timers.enable({ apis: ['setTimeout'] });
  const written: string[] = [];
  let drained: (() => void) | undefined;
  let now = 1000;
  const outlet = {
    isFull: false,
    write(text: string, whenDrained: () => void) {
      written.push(text);
      drained = whenDrained;
    },
  };
  const painter = new Painter(outlet, () => now);
  let made = 0;
  return {
    painter,
    outlet,
    written,
    made: () => made,
    paint: (text: string) =>
      painter.paint(() => {
        made++;
        return { lines: [text], columns: 80 };
      }),
    pass: (milliseconds: number) => {
      now += milliseconds;
      mock.timers.tick(milliseconds);
    },
    drain: () => {
      outlet.isFull = false;
      drained?.();
    },
    done: () => mock.timers.reset(),
  };
}

describe('a painter', () => {
  it('paints the first frame at once, then ten a second at most, and the last one in the end', () => {
    const { paint, pass, written, made, done } = world();
    for (let i = 0; i < 200; i++) {
      paint(`frame ${i}`);
      pass(5);
    }
    assert.ok(written.length >= 9 && written.length <= 11, `${written.length} in a second`);
    pass(100);
    assert.match(written.at(-1) ?? '', /frame 199/);
    assert.equal(made(), written.length);
    done();
  });

  it('writes nothing while the terminal is full, then only the latest frame', () => {
    const { paint, pass, outlet, written, made, drain, done } = world();
    paint('first');
    outlet.isFull = true;
    for (let i = 0; i < 50; i++) {
      paint(`frame ${i}`);
      pass(100);
    }
    assert.deepEqual([written.length, made()], [1, 1]);
    drain();
    assert.deepEqual([written.length, made()], [2, 2]);
    assert.match(written[1] ?? '', /frame 49/);
    done();
  });

  it('writes nothing for a frame that is the same', () => {
    const { paint, pass, written, done } = world();
    paint('same');
    pass(100);
    paint('same');
    pass(100);
    assert.equal(written.length, 1);
    done();
  });

  it('paints all when what the screen shows is not known', () => {
    const { paint, pass, painter, written, done } = world();
    paint('same');
    painter.forget();
    pass(100);
    paint('same');
    assert.equal(written[1], written[0]);
    done();
  });

  it('paints nothing once stopped, and all when started again', () => {
    const { paint, pass, painter, written, done } = world();
    paint('one');
    paint('two');
    painter.stop();
    pass(1000);
    paint('three');
    assert.equal(written.length, 1);
    painter.start();
    paint('four');
    assert.match(written[1] ?? '', /\[2J.*four/);
    done();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { liveContext, liveFrame } from '../../../src/render/live/frame.ts';
import type { LiveUi, LiveView } from '../../../src/render/live/view.ts';
import { FIRST_UI } from '../../../src/render/live/view.ts';
import { SORT_KEYS } from '../../../src/render/rows.ts';
import { viewOf, WORKERS } from '../../live/demo-view.ts';
import { SHOP } from '../fixture.ts';
import { HOSTILE } from '../hostile-fixture.ts';

/** What must not reach a terminal once colours are taken away. */
const UNSAFE = /[\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u;

const COLORS = /\p{Cc}\[[\d;]*m/gu;

const SIZES = [
  [80, 24],
  [160, 50],
  [40, 10],
  [20, 5],
] as const;

/** Every text that a log can fill is one that harms. */
function hostileView(ui: Partial<LiveUi> = {}): LiveView {
  const texts = HOSTILE.inputs;
  const view = viewOf(HOSTILE, ui);
  return {
    ...view,
    figures: { ...view.figures, since: texts[1] ?? '', historyNote: texts[5] ?? '', notice: texts[2] ?? '' },
    workers: texts.map((name, i) => ({ ...WORKERS[i % WORKERS.length]!, name })),
    span: { kind: 'window', label: '15m' },
  };
}

function assertSound(view: LiveView, columns: number, rows: number, color: boolean): void {
  const frame = liveFrame(view, { columns, rows, color });
  assert.equal(frame.length, rows);
  for (const line of frame) {
    assert.ok(stringWidth(line) <= columns, `${columns}×${rows}, ${stringWidth(line)} wide: ${line}`);
    const bare = line.replace(COLORS, '');
    assert.doesNotMatch(bare, UNSAFE);
    if (!color) assert.equal(bare, line);
  }
}

const plain = (view: LiveView, columns = 80, rows = 24): string =>
  liveFrame(view, { columns, rows, color: false }).join('\n');

describe('a frame', () => {
  it('has exactly the rows of the terminal, none too wide, nothing but colours in it', () => {
    const everything = [viewOf(SHOP), viewOf(undefined), hostileView(), { ...viewOf(SHOP), workers: [] }];
    for (const [columns, rows] of SIZES)
      for (const view of everything)
        for (const shows of ['ranking', 'evidence', 'help'] as const)
          for (const color of [false, true])
            assertSound({ ...view, ui: { ...view.ui, shows, selected: 3 } }, columns, rows, color);
  });

  it('is so for every terminal and every setting', () => {
    const settings = fc.record({
      sort: fc.constantFrom(...SORT_KEYS),
      isPaused: fc.boolean(),
      filter: fc.constantFrom('', '/', 'get', '漢', '\u001b[2J', 'x'.repeat(200), '\u202e'),
      isTyping: fc.boolean(),
      selected: fc.nat(40),
      followed: fc.constantFrom(null, 'GET /search', 'GET /nowhere'),
      shows: fc.constantFrom('ranking' as const, 'evidence' as const, 'help' as const),
      offset: fc.nat(200),
    });
    const view = fc.tuple(fc.constantFrom(viewOf(SHOP), hostileView(), viewOf(undefined)), settings);
    fc.assert(
      fc.property(view, fc.nat(140), fc.nat(50), fc.boolean(), ([base, ui], columns, rows, color) => {
        assertSound({ ...base, ui }, columns, rows, color);
      }),
      { numRuns: 150 },
    );
  });

  it('reads the same without colours', () => {
    const view = viewOf(SHOP, { selected: 2 });
    const colored = liveFrame(view, { columns: 80, rows: 24, color: true });
    const bare = colored.map((line) => stripVTControlCharacters(line).trimEnd()).join('\n');
    assert.notEqual(colored.join('\n'), plain(view));
    assert.equal(
      bare,
      plain(view)
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n'),
    );
  });

  it('asks for a larger terminal where nothing can be read', () => {
    for (const [columns, rows] of [
      [39, 24],
      [80, 9],
    ] as const)
      assert.match(plain(viewOf(SHOP), columns, rows), /make the terminal\s+larger/);
    assert.doesNotMatch(plain(viewOf(SHOP), 40, 10), /larger/);
  });
});

describe('the head', () => {
  it('says what is read, how fast, how late, how much of it', () => {
    const text = plain(viewOf(SHOP), 160);
    assert.match(text, /^memhog live {2}samples\/uwsgi\/leaky-shop\.log\.gz/);
    assert.match(
      text,
      /4,123,001 lines, 1,234 lines\/s, lag 0\.3 s, >99 % understood, since 2026-11-20 00:00:03/,
    );
    assert.match(text, /with the profile of 2026-11-19/);
  });

  it('loses the age of the evidence last', () => {
    const view = viewOf(SHOP);
    const figures = { ...view.figures, lines: 12_345_678, lagSeconds: null };
    assert.match(plain({ ...view, figures }), /^12,345,678 lines, .*since 2026-11-20 00:00:03/m);
    assert.doesNotMatch(plain({ ...view, figures }), /lag unknown/);
    const poor = { ...figures, lagSeconds: 3, readPercent: 12 };
    assert.match(plain({ ...view, figures: poor }), /12 % understood, since 2026-11-20 00:00:03/);
    assert.match(plain({ ...view, figures }, 80, 12), /since 2026-11-20 00:00:03/);
  });

  it('shows the latest warning, without a line more', () => {
    const view = viewOf(SHOP);
    const figures = { ...view.figures, notice: 'waiting for no\u001b[2Jthere.log' };
    assert.match(plain({ ...view, figures }).split('\n')[2]!, /^warning: waiting for no\\x1b\[2Jthere\.log$/);
    const small = plain({ ...view, figures }, 80, 12).split('\n');
    assert.match(small.at(-1)!, /^warning: waiting/);
    assertSound({ ...view, figures: { ...figures, notice: 'x'.repeat(900) } }, 80, 24, true);
  });

  it('counts one line as one', () => {
    const view = viewOf(SHOP);
    const figures = { ...view.figures, lines: 1, linesPerSecond: 1 };
    assert.match(plain({ ...view, figures }), /^1 line, 1 line\/s,/m);
    assert.match(plain({ ...view, figures }, 80, 12), / 1 line,/);
  });

  it('says that it is paused, and that nothing more comes', () => {
    const view = viewOf(SHOP, { isPaused: true });
    const ended = { ...view, figures: { ...view.figures, isEnded: true, lagSeconds: null } };
    assert.match(plain(ended, 160), /input has ended, paused\n.*lag unknown/);
    assert.doesNotMatch(plain(viewOf(SHOP)), /paused|ended/);
  });
});

describe('the workers', () => {
  const names = (text: string): readonly string[] => text.match(/pid \d+/g) ?? [];

  it('stand above the ranking, the first to reach the limit first, those gone last', () => {
    assert.deepEqual(names(plain(viewOf(SHOP))), [
      'pid 4412',
      'pid 4411',
      'pid 4413',
      'pid 4414',
      'pid 4390',
    ]);
    assert.match(plain(viewOf(SHOP)), /pid 4412 +498 MiB +494 MiB +\+41 MiB +36 min +0 /);
    assert.match(plain(viewOf(SHOP)), /pid 4390 +gone +512 MiB /);
  });

  it('take a third of the screen at most, and say how many are left out', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...WORKERS[0]!, name: `pid ${i + 1}`, perHour: i }));
    for (const rows of [10, 24, 50]) {
      const text = plain({ ...viewOf(SHOP), workers: many }, 80, rows);
      const shown = names(text).length;
      assert.ok(shown + 2 <= rows / 3, `${shown} workers in ${rows} rows`);
      assert.match(text, new RegExp(`^\\+ ${40 - shown} more$`, 'm'));
      assert.equal(names(text)[0], 'pid 40');
    }
  });

  it('have no time to a limit that nobody asked about', () => {
    const text = plain({ ...viewOf(SHOP), limit: null });
    assert.doesNotMatch(text, /to 512 MiB|36 min/);
    assert.match(text, /floor, now/);
  });
});

describe('the list', () => {
  it('has the columns of the table, and an arrow before the floor', () => {
    const text = plain(viewOf(SHOP));
    assert.match(text, /# endpoint +verdict +leak\/call +range +calls +kept +floor/);
    assert.match(text, /GET \/reports\/:id\/export +leak +1\.2 MiB +1\.1–1\.3 +3,421 +3\.9 GiB +↑ ▁/);
    assert.match(text, /GET \/catalog\/:slug .* → ▁/);
    assert.match(text, /GET \/media.* ↓ ▁/);
  });

  it('marks the chosen row, and follows its endpoint when rows move', () => {
    const marked = (ui: Partial<LiveUi>): string => /^> .*/m.exec(plain(viewOf(SHOP, ui)))?.[0] ?? '';
    assert.match(marked({}), /^> +1 GET \/reports/);
    assert.match(marked({ selected: 2 }), /^> +3 GET \/search/);
    const followed = { selected: 2, followed: 'GET /search' };
    assert.match(marked({ ...followed, sort: 'calls' }), /GET \/search/);
    assert.match(marked({ ...followed, filter: 'search' }), /^> +3 GET \/search/);
  });

  it('keeps the chosen row in sight wherever it is', () => {
    for (let selected = 0; selected < SHOP.findings.length; selected++)
      for (const offset of [0, 3, 100])
        assert.match(plain(viewOf(SHOP, { selected, offset })), new RegExp(`^> +${selected + 1} `, 'm'));
  });

  it('holds what the filter asks for, in any case of letters, as text and not as a pattern', () => {
    assert.match(plain(viewOf(SHOP, { filter: 'post' })), /with "post" {2}by rank {2}2 endpoints/);
    assert.match(plain(viewOf(SHOP, { filter: '.*' })), /No endpoint to list\./);
  });

  it('says over which span and in which order', () => {
    assert.match(
      plain(viewOf(SHOP, { sort: 'kept' })),
      /since the start {2}by kept {2}1–\d+ of 14 endpoints/,
    );
    assert.match(plain(hostileView()), /last 15m {2}by rank/);
  });

  it('waits for enough to rank', () => {
    for (const rows of [12, 24, 50]) {
      const text = plain(viewOf(undefined), 80, rows);
      assert.equal(text.split('Not enough to rank yet').length, 2, text);
    }
  });

  it('says only that the window is being ranked while it is', () => {
    for (const rows of [12, 24]) {
      const text = plain({ ...viewOf(undefined), span: { kind: 'window', label: '15m' } }, 80, rows);
      assert.equal(text.split('The last 15m are being ranked.').length, 2, text);
      assert.doesNotMatch(text, /Not enough|0 endpoints/);
    }
  });

  it('has at most so many rows as keys page by', () => {
    for (const rows of [10, 24, 50]) {
      const size = { columns: 80, rows, color: false };
      const { page, names } = liveContext(viewOf(SHOP), size);
      const shown = liveFrame(viewOf(SHOP), size).filter((line) =>
        /^[> ] +(?:\d+ )?[(A-Z]/.test(line),
      ).length;
      assert.equal(shown, Math.min(page, names.length));
    }
  });
});

describe('the texts', () => {
  it('show why the chosen endpoint is blamed, and scroll to their end', () => {
    const size = { columns: 80, rows: 24, color: false };
    const view = viewOf(SHOP, { ...FIRST_UI, shows: 'evidence', selected: 1 });
    const { lines, page } = liveContext(view, size);
    assert.match(plain(view), /POST \/api\/v1\/cart\/:uuid\/items\nleak \(the chance that it leaks: 97 %\)/);
    const last = plain({ ...view, ui: { ...view.ui, offset: lines - page } });
    assert.equal(plain({ ...view, ui: { ...view.ui, offset: 10_000 } }), last);
    assert.doesNotMatch(plain(view).split('\n').at(-1) ?? '', /sort/);
  });

  it('show what keys do while the filter is typed', () => {
    assert.match(plain(viewOf(SHOP, { isTyping: true, filter: 'ab' })), /\n\/ab +Enter keeps, Esc clears$/);
  });
});

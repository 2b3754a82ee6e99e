import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Key, LiveAction } from '../../src/live/keys.ts';
import { pressKey } from '../../src/live/keys.ts';
import { FIRST_UI } from '../../src/render/live/view.ts';
import type { LiveContext, LiveUi } from '../../src/render/live/view.ts';
import { SORT_KEYS } from '../../src/render/rows.ts';

const LIST: LiveContext = { names: Array.from({ length: 30 }, (_, i) => `GET /${i}`), page: 10, lines: 0 };
const TEXT: LiveContext = { ...LIST, page: 20, lines: 50 };

const sign = (sequence: string): Key => ({
  name: /^[a-z]$/.test(sequence) ? sequence : undefined,
  sequence,
  ctrl: false,
});
const named = (name: string): Key => ({ name, sequence: `\u001b[${name}`, ctrl: false });
const control = (name: string): Key => ({ name, sequence: '\u0003', ctrl: true });

/** The settings after keys, from the first settings. */
function after(keys: readonly Key[], context = LIST, ui: LiveUi = FIRST_UI): LiveUi {
  return keys.reduce((now, key) => pressKey(now, key, context).ui, ui);
}

const type = (text: string): readonly Key[] => Array.from(text, sign);

describe('a key', () => {
  it('quits, suspends, redraws, toggles the window', () => {
    const actions: readonly (readonly [Key, LiveAction])[] = [
      [sign('q'), 'quit'],
      [control('c'), 'quit'],
      [control('z'), 'suspend'],
      [control('l'), 'redraw'],
      [sign('w'), 'toggle-span'],
    ];
    for (const [key, action] of actions) assert.equal(pressKey(FIRST_UI, key, LIST).action, action);
  });

  it('sorts by each figure in turn', () => {
    const sorts = SORT_KEYS.map((_, i) => after(type('s'.repeat(i))).sort);
    assert.deepEqual(sorts, SORT_KEYS);
    assert.equal(after(type('s'.repeat(SORT_KEYS.length))).sort, 'rank');
  });

  it('pauses and goes on', () => {
    assert.ok(after(type('p')).isPaused);
    assert.ok(after(type(' ')).isPaused);
    assert.ok(!after(type('p ')).isPaused);
  });

  it('that means nothing changes nothing', () => {
    for (const key of [
      sign('x'),
      named('f5'),
      control('x'),
      sign('é'),
      { name: undefined, sequence: '', ctrl: false },
    ])
      assert.deepEqual(pressKey(FIRST_UI, key, LIST), { ui: FIRST_UI });
  });
});

describe('choosing', () => {
  const selected = (...keys: readonly Key[]): number => after(keys).selected;

  it('goes up and down, by one, by a page, to the ends, and not beyond', () => {
    assert.equal(selected(named('down'), sign('j'), sign('k'), named('up'), named('up')), 0);
    assert.equal(selected(named('pagedown')), 10);
    assert.equal(selected(named('end'), named('down')), 29);
    assert.equal(selected(named('end'), named('pageup')), 19);
    assert.equal(selected(named('end'), named('home')), 0);
    assert.equal(after([named('down'), named('end')], { names: [], page: 10, lines: 0 }).selected, 0);
  });

  it('scrolls no further than it must', () => {
    assert.equal(after(Array<Key>(9).fill(named('down'))).offset, 0);
    assert.equal(after(Array<Key>(10).fill(named('down'))).offset, 1);
    assert.equal(after([named('end'), named('up')]).offset, 20);
  });

  it('starts from where the chosen endpoint has moved', () => {
    const ui = after([named('down')]);
    assert.equal(ui.followed, 'GET /1');
    const moved = { ...LIST, names: LIST.names.toReversed() };
    assert.equal(pressKey(ui, named('down'), moved).ui.followed, 'GET /0');
    assert.equal(pressKey(ui, named('up'), moved).ui.followed, 'GET /2');
  });
});

describe('the filter', () => {
  it('is typed, and no letter in it is a command', () => {
    const ui = after(type('/quit?jw p'));
    assert.equal(ui.filter, 'quit?jw p');
    assert.deepEqual([ui.isTyping, ui.isPaused, ui.shows], [true, false, 'ranking']);
  });

  it('is kept by Enter, and cleared by Esc, also later', () => {
    const kept = after([...type('/ab'), named('return')]);
    assert.deepEqual([kept.filter, kept.isTyping], ['ab', false]);
    assert.equal(after([named('escape')], LIST, kept).filter, '');
    const cleared = after([...type('/ab'), named('escape')]);
    assert.deepEqual([cleared.filter, cleared.isTyping], ['', false]);
  });

  it('loses its last sign by Backspace, a whole one, and all by Ctrl-U', () => {
    assert.equal(after([...type('/a漢\u{20000}'), named('backspace')]).filter, 'a漢');
    assert.equal(after([...type('/ab'), control('u')]).filter, '');
  });

  it('takes no control characters, and has an end', () => {
    assert.equal(
      after([...type('/a'), named('f5'), { name: 'tab', sequence: '\t', ctrl: false }]).filter,
      'a',
    );
    assert.equal(after([...type('/'), ...type('x'.repeat(500))]).filter.length, 100);
  });

  it('leaves Ctrl-C and the arrows as they are', () => {
    const typing = after(type('/'));
    assert.equal(pressKey(typing, control('c'), LIST).action, 'quit');
    assert.equal(after([named('down')], LIST, typing).selected, 1);
  });

  it('makes another list, of which the first row is chosen', () => {
    const ui = after([named('end'), ...type('/a')]);
    assert.deepEqual([ui.selected, ui.offset, ui.followed], [0, 0, null]);
  });
});

describe('the texts', () => {
  it('are opened and left', () => {
    const evidence = after([named('down'), named('return')]);
    assert.deepEqual([evidence.shows, evidence.followed, evidence.offset], ['evidence', 'GET /1', 0]);
    assert.equal(after([named('escape')], TEXT, evidence).shows, 'ranking');
    assert.equal(after([named('return')], { names: [], page: 10, lines: 0 }).shows, 'ranking');
    for (const key of ['?', 'h']) {
      assert.equal(after(type(key)).shows, 'help');
      assert.equal(after(type(key + key)).shows, 'ranking');
    }
  });

  it('scroll to their end and not beyond', () => {
    const help = after(type('?'));
    assert.equal(after([named('down')], TEXT, help).offset, 1);
    assert.equal(after([named('end'), named('down')], TEXT, help).offset, 30);
    assert.equal(after([named('pagedown'), named('pageup'), named('up')], TEXT, help).offset, 0);
    assert.equal(after([named('end')], { ...TEXT, lines: 5 }, help).offset, 0);
  });

  it('keep their endpoint chosen, though keys of the list do nothing there', () => {
    const evidence = after([named('down'), named('return')]);
    assert.deepEqual(after(type('sp/w'), TEXT, evidence), evidence);
    assert.equal(pressKey(evidence, sign('q'), TEXT).action, 'quit');
  });
});

/**
 * A screen to try the terminal with: `… | node --import tsx test/live/terminal-demo.ts [LOG.gz]`. The lines of stdin are
 * counted and say nothing else. Besides the keys of the live screen, `X` throws and `R` rejects, in which case the
 * terminal must be given back too. With LIVE_DEMO_EOF=end the program ends with its input; with LIVE_DEMO_COUNT a file
 * is told how many lines were read.
 */
import { writeFileSync } from 'node:fs';
import { openTerminal } from '../../src/live/terminal.ts';
import type { Key } from '../../src/live/keys.ts';
import { pressKey } from '../../src/live/keys.ts';
import { liveContext, liveFrame } from '../../src/render/live/frame.ts';
import { FIRST_UI } from '../../src/render/live/view.ts';
import type { LiveSize, LiveUi, LiveView } from '../../src/render/live/view.ts';
import { rankingOf, viewOf } from './demo-view.ts';

const first = viewOf(await rankingOf(process.argv[2]));
const color = (process.env['NO_COLOR'] ?? '') === '';
let ui: LiveUi = FIRST_UI;
let lines = 0;
let span: LiveView['span'] = { kind: 'start' };
let isEnded = false;

const terminal = openTerminal({
  onKey: (key) => press(key),
  onRedraw: () => show(),
  onEnd: (signal) => end(signal),
});

function view(): LiveView {
  return { ...first, ui, span, figures: { ...first.figures, lines, isEnded } };
}

function size(): LiveSize {
  return { columns: 80, rows: 24, ...terminal?.size, color };
}

function show(): void {
  terminal?.paint(() => liveFrame(view(), size()));
}

function end(why: string): void {
  terminal?.close();
  process.stdout.write(`ended by ${why} after ${lines} lines\n`, () => process.exit(0));
}

function press(key: Key): void {
  if (key.sequence === 'X') throw new Error('a fault of the program');
  if (key.sequence === 'R') void Promise.reject(new Error('a promise nobody keeps'));
  const pressed = pressKey(ui, key, liveContext(view(), size()));
  ui = pressed.ui;
  if (pressed.action === 'quit') end('key');
  if (pressed.action === 'suspend') terminal?.suspendAll();
  if (pressed.action === 'redraw') terminal?.forget();
  if (pressed.action === 'toggle-span')
    span = span.kind === 'start' ? { kind: 'window', label: '15m' } : { kind: 'start' };
  show();
}

terminal?.open();
show();
process.stdin.on('data', (bytes: Buffer) => {
  lines += bytes.toString('latin1').split('\n').length - 1;
  show();
});
process.stdin.on('end', () => {
  isEnded = true;
  const { LIVE_DEMO_COUNT } = process.env;
  if (LIVE_DEMO_COUNT !== undefined) writeFileSync(LIVE_DEMO_COUNT, `${lines}`);
  if (process.env['LIVE_DEMO_EOF'] === 'end') end('input');
  else show();
});

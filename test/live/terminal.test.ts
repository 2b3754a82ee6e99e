/** The terminal is given back as it was, however the screen ends. In a real terminal. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { quotedStartOf } from '../cli/command.ts';
import { NO_TMUX, Pane } from './pane.ts';

const START = quotedStartOf('test/live/terminal-demo');

/** The same where the shell of the pane has been told it, so that no line is long. */
const DEMO = '"${demo[@]}"';

/** Gives the lines of the log, and ends when the file GO is there. */
const UNTIL_GO = '(cat LOG; until [ -e GO ]; do sleep 0.05; done)';

/** Alternate screen, cursor, wrapping. */
const TAKEN = '1 0 0';
const FREE = '0 1 1';

describe('the terminal', { skip: NO_TMUX }, () => {
  let pane: Pane;
  let folder: string;
  let log: string;
  let goOn: string;
  let round = 0;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'memhog-live-'));
    log = join(folder, 'access.log');
    goOn = join(folder, 'go');
    writeFileSync(log, 'one\ntwo\nthree\n');
    pane = new Pane(80, 24);
    await pane.until(/ready>/);
    pane.enter('before=$(stty -g)');
    pane.enter(`demo=(${START})`);
  });

  after(() => {
    pane.stop();
    rmSync(folder, { recursive: true });
  });

  /** Starts the screen on a fresh prompt, and waits until it is there. */
  async function start(command: string): Promise<void> {
    pane.enter(`clear; echo was here ${++round}`);
    await pane.until(new RegExp(`^was here ${round}`, 'm'));
    pane.enter(command);
    await pane.until(/^memhog live/);
    assert.equal(pane.modes(), TAKEN);
  }

  /** Waits until the screen has so many lines, the last one with the keys. */
  const untilRows = (rows: number): Promise<void> =>
    pane.until(new RegExp(`^memhog live(?:.*\\n){${rows - 1}}q quit.*\\n?$`));

  /** All is as it was: the screen, the cursor, wrapping, echo and the rest of the settings. */
  async function assertGivenBack(): Promise<void> {
    await pane.until(/\nready>\s*$/);
    await pane.until(new RegExp(`^was here ${round}`, 'm'));
    assert.equal(pane.modes(), FREE);
    assert.doesNotMatch(pane.text(), /memhog live/);
    pane.enter('[ "$before" = "$(stty -g)" ] && echo all as before');
    await pane.until(/^all as before/m);
  }

  const piped = `tail -n 3 -f LOG | ${DEMO}`;
  const command = (form: string): string => form.replace('LOG', log).replace('GO', goOn);

  /** Starts the screen on an input that ends when it is there, and waits for what is said then. */
  async function startAndEnd(form: string): Promise<void> {
    rmSync(goOn, { force: true });
    await start(command(form));
    writeFileSync(goOn, '');
    await pane.until(/^ended by input after 3 lines/m);
  }

  for (const [what, key, said] of [
    ['a key that quits', 'q', /^ended by key after \d lines/m],
    ['Ctrl-C', 'C-c', /^ended by key after \d lines/m],
    ['a fault', 'X', /Error: a fault of the program/],
    ['a promise that nobody keeps', 'R', /Error: a promise nobody keeps/],
  ] as const) {
    it(`is given back after ${what}, while the log comes by a pipe`, async () => {
      await start(command(piped));
      pane.press(key);
      await pane.until(said);
      await assertGivenBack();
    });
  }

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const) {
    it(`is given back after ${signal}`, async () => {
      await start(command(piped));
      process.kill(pane.child('terminal-demo'), signal);
      await pane.until(new RegExp(`^ended by ${signal}`, 'm'));
      await assertGivenBack();
    });
  }

  it('is given back when the input ends', async () => {
    await startAndEnd(`${UNTIL_GO} | LIVE_DEMO_EOF=end ${DEMO}`);
    await assertGivenBack();
  });

  it('is given back when stopped by kill -TSTP, and taken again by fg', async () => {
    await start(command(`${DEMO} < LOG`));
    process.kill(pane.child('terminal-demo'), 'SIGTSTP');
    await pane.until(/Stopped/);
    await assertGivenBack();
    pane.resize(100, 30);
    pane.enter('fg');
    await pane.until(/^memhog live/);
    await untilRows(30);
    assert.equal(pane.modes(), TAKEN);
    pane.press('q');
    await pane.until(/^ended by key/m);
    await assertGivenBack();
    pane.resize(80, 24);
  });

  it('is given back by Ctrl-Z with all programs of the pipe, as often as one likes', async () => {
    await start(command(piped));
    for (let i = 0; i < 2; i++) {
      pane.press('C-z');
      await pane.until(/Stopped/);
      await assertGivenBack();
      pane.enter('fg');
      await pane.until(/^memhog live/);
      assert.equal(pane.modes(), TAKEN);
      pane.press('?');
      await pane.until(/Ctrl-Z/);
      pane.press('Escape');
      await pane.until(/^memhog live[^]*s sort/);
    }
    pane.press('q');
    await pane.until(/\nready>\s*$/);
    assert.equal(pane.modes(), FREE);
  });

  it('is painted anew after a change of its size', async () => {
    await start(command(piped));
    pane.resize(120, 40);
    await untilRows(40);
    pane.resize(30, 8);
    await pane.until(/make the terminal/);
    pane.resize(80, 24);
    await pane.until(/^memhog live/);
    pane.press('q');
    await assertGivenBack();
  });

  it('shows a screen where no keys can be read', async () => {
    await startAndEnd(`${UNTIL_GO} | LIVE_DEMO_EOF=end setsid -w ${DEMO}`);
    await assertGivenBack();
  });
});

describe('a program that no shell could wake', { skip: NO_TMUX }, () => {
  it('goes on when asked to stop', async () => {
    const pane = new Pane(80, 24, `sh -c "exec ${START} < /dev/null"`);
    try {
      await pane.until(/^memhog live/);
      const pid = pane.child('terminal-demo');
      process.kill(pid, 'SIGTSTP');
      await sleep(1500);
      assert.match(readFileSync(`/proc/${pid}/stat`, 'utf8'), /\) [RSD] /);
      assert.equal(pane.modes(), TAKEN);
      pane.press('?');
      await pane.until(/Ctrl-Z/);
    } finally {
      pane.stop();
    }
  });
});

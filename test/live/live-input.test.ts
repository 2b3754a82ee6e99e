import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pipeInput } from '../../src/live/live-input.ts';
import { LiveReading } from '../../src/live/reading.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';

const reading = (): LiveReading =>
  new LiveReading({
    settings: DEFAULT_SETTINGS,
    formats: {},
    window: undefined,
    now: () => 0,
    ahead: () => 0,
    witness: () => undefined,
  });

const HOOKS = { onWarning: () => undefined, onRead: () => undefined };

describe('lines by a pipe', () => {
  it('keep nothing of what was read', async () => {
    setFlagsFromString('--expose-gc');
    const chunks: WeakRef<Uint8Array>[] = [];
    let left = Infinity;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 400; i++) {
        const chunk = Buffer.alloc(65_536, `${'nothing '.repeat(500)}\n`);
        chunks.push(new WeakRef(chunk));
        yield chunk;
        await turn();
      }
      runInNewContext('gc()');
      left = chunks.filter((chunk) => chunk.deref() !== undefined).length;
    }
    const live = reading();
    await pipeInput(endless(), '-', '').run(live, new AbortController().signal, HOOKS);
    assert.ok(live.counts.lines > 5000);
    assert.ok(left < 20, `${left} chunks are kept`);
  });

  it('are waited for no longer when asked to stop', async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one\n');
      await new Promise(() => undefined);
    }
    const live = reading();
    const running = pipeInput(silent(), '-', '').run(live, stop.signal, HOOKS);
    await turn();
    stop.abort();
    await running;
    assert.equal(live.counts.lines, 1);
  });
});

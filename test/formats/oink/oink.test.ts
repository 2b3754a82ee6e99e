import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Oink } from '../../../src/formats/oink/oink.ts';
import { NO_TIME } from '../../../src/record.ts';
import { survives } from '../fields/hostile.ts';
import { read } from '../fields/reading.ts';
import type { Said } from '../fields/reading.ts';

/** Reads lines sent by workers: `[pid, line]`. */
function readAll(lines: readonly (readonly [number, string])[], host = 'web-1'): readonly Said[] {
  const oink = new Oink();
  return lines.map(([pid, line]) => read(oink, line, { host, pid, time: NO_TIME }));
}

const ACTION = 'Oink Action: Users#show';
const DONE = 'Oink Log Entry Complete';
const memory = (pid: number, kib = 123456): string => `Memory usage: ${kib} | PID: ${pid}`;
const requests = (said: readonly Said[]) =>
  said.flatMap(({ kind, pid, route }) =>
    kind === 'request' || kind === 'reading' ? [[kind, pid, route]] : [],
  );

describe('Oink', () => {
  it('gives the action of a worker its address space', () => {
    const said = readAll([
      [4413, ACTION],
      [4413, memory(4413)],
      [4413, 'Instantiation Breakdown: Total: 7 | User: 7'],
      [4413, DONE],
    ]);
    assert.deepEqual(
      said.map(({ kind }) => kind),
      ['ignored', 'request', 'ignored', 'ignored'],
    );
    assert.deepEqual(said[1], {
      ...{ kind: 'request', pid: 4413, host: 'web-1', route: 'Users#show', figures: { vsz: 123456 * 1024 } },
    });
  });

  it('keeps workers apart whose lines stand between each other', () => {
    const said = readAll([
      [1, 'Oink Action: A#a'],
      [2, 'Oink Action: B#b'],
      [2, memory(2)],
      [1, memory(1)],
    ]);
    assert.deepEqual(requests(said), [
      ['request', 2, 'B#b'],
      ['request', 1, 'A#a'],
    ]);
  });

  it('forgets an action that another overtook, and one whose entry is complete', () => {
    assert.deepEqual(
      requests(
        readAll([
          [1, 'Oink Action: A#a'],
          [1, 'Oink Action: B#b'],
          [1, memory(1)],
        ]),
      ),
      [['request', 1, 'B#b']],
    );
    assert.deepEqual(
      requests(
        readAll([
          [1, 'Oink Action: A#a'],
          [1, DONE],
          [1, memory(1)],
        ]),
      ),
      [['reading', 1, undefined]],
    );
    assert.deepEqual(
      requests(
        readAll([
          [1, ACTION],
          [1, memory(1)],
          [1, memory(1)],
        ]),
      ),
      [
        ['request', 1, 'Users#show'],
        ['reading', 1, undefined],
      ],
    );
  });

  it("reads behind Ruby's Logger", () => {
    const oink = new Oink();
    const logger = 'I, [2026-11-22T18:34:01.123456 #4413]  INFO -- : ';
    read(oink, logger + ACTION);
    assert.deepEqual(read(oink, logger + memory(4413)), {
      ...{ kind: 'request', pid: 4413, time: 1795372441, route: 'Users#show' },
      figures: { vsz: 123456 * 1024 },
    });
  });

  it('claims nothing else, and no figure that is none', () => {
    for (const line of [
      '',
      'O',
      'Oink',
      'Memory usage: 5 MB',
      'Memory usage: 12',
      'Out of memory: x',
      'My log',
    ])
      assert.equal(read(new Oink(), line).kind, 'foreign', line);
    assert.equal(read(new Oink(), memory(0)).kind, 'malformed');
    assert.equal(read(new Oink(), memory(7, 0)).kind, 'malformed');
  });

  it('remembers a bounded number of workers', () => {
    const said = readAll([
      ...Array.from({ length: 5000 }, (_, i) => [i + 1, `Oink Action: A#a${i}`] as const),
      [1, memory(1)],
      [5000, memory(5000)],
    ]);
    assert.deepEqual(requests(said), [
      ['reading', 1, undefined],
      ['request', 5000, 'A#a4999'],
    ]);
  });

  it('of any bytes never breaks the parser', () => survives(() => new Oink(), [ACTION, memory(4413), DONE]));
});

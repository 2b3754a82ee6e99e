import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pieceOf, sourceOf } from '../../src/input/source-name.ts';

const PIECES = [
  'access.log',
  'access.log.1',
  'access.log.0',
  'access.log.12',
  'access.log.2.gz',
  'access.log.gz',
  'access.log.zst',
  'access.log.old',
  'access.log-20261122',
  'access.log-20261122.gz',
  'access.log-2026112213.xz',
  'access-20261122.log',
  'access_2026-11-22.log.bz2',
  'access.2026-11-22.log',
  'access.log.2026-11-22',
  'access.log.2026-11-22_13-05-59',
  'access.log.20261122-130559.gz',
  'access.log-20261122-1732278000',
  'access.log.1732278000',
];

describe('sourceOf', () => {
  it('is the same for every piece of a log', () => {
    for (const piece of PIECES) {
      assert.equal(sourceOf(piece, '/srv'), 'access.log', piece);
      assert.equal(sourceOf(`/var/log/${piece}`, '/srv'), '/var/log/access.log', piece);
    }
  });

  it('leaves names alone that only look alike', () => {
    for (const name of [
      'app-1.log',
      'app.2.log',
      'v1.2',
      'access.log-final',
      'port8080.log',
      '.gz',
      'log.99999999',
      'a-20261399.log',
    ]) {
      const kept = name === 'v1.2' ? 'v1' : name;
      assert.equal(sourceOf(name, '/srv'), kept);
    }
  });

  it('is relative inside the working directory and as given outside', () => {
    assert.equal(sourceOf('/srv/logs/a.log.1', '/srv'), 'logs/a.log');
    assert.equal(sourceOf('./logs//a.log', '/srv'), 'logs/a.log');
    assert.equal(sourceOf('../other/a.log.1', '/srv'), '../other/a.log');
    assert.equal(sourceOf('/a.log.1', '/srv'), '/a.log');
    assert.equal(sourceOf('..a.log.1', '/srv'), '..a.log');
    assert.equal(sourceOf('-', '/srv'), '-');
  });

  it('takes no time over a hostile name', () => {
    const started = performance.now();
    for (const part of ['20261122-', '1.', '-_.', '2026']) sourceOf(part.repeat(5000), '/srv');
    assert.ok(performance.now() - started < 2000);
  });
});

describe('pieceOf', () => {
  it('reads index and moment', () => {
    assert.deepEqual(pieceOf('a.log'), { kind: 'current' });
    assert.deepEqual(pieceOf('a.log.gz'), { kind: 'current' });
    assert.deepEqual(pieceOf('d/a.log.12.gz'), { kind: 'index', index: 12 });
    assert.deepEqual(pieceOf('a.log.old'), { kind: 'index', index: 1 });
    assert.deepEqual(pieceOf('a.log.1732278000'), { kind: 'stamp', stamp: 1732278000 });
    assert.deepEqual(pieceOf('a.log-20261122-1732278000'), { kind: 'stamp', stamp: 1732278000 });
    assert.deepEqual(pieceOf('a.log-20261122'), { kind: 'stamp', stamp: Date.UTC(2026, 10, 22) / 1000 });
    assert.deepEqual(pieceOf('a-2026-11-22T13:05.log'), {
      kind: 'stamp',
      stamp: Date.UTC(2026, 10, 22, 13, 5) / 1000,
    });
  });
});

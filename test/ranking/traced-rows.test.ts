import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeTrace } from '../../src/ranking/ranking.ts';
import { rowsTraced } from '../../src/ranking/traced-rows.ts';
import { finding } from '../render/fixture.ts';

const NOTHING = { lines: [], holders: [], types: [], heap: [], native: 0, memray: '', deploy: null };
const trace = (endpoint: string, to = '2026-11-22T18:52:02'): CodeTrace => ({
  ...NOTHING,
  ...{ endpoint, worker: 'pid 1', from: null, to, why: 'done', what: '', calls: 100 },
});

/** The rows that a trace belongs to. */
function rowsOf(traced: string, ...endpoints: readonly string[]): readonly string[] {
  const { of, others } = rowsTraced(
    endpoints.map((endpoint) => finding({ endpoint })),
    [trace(traced)],
  );
  assert.equal(others.length, of.size === 0 ? 1 : 0);
  return [...of.keys()];
}

describe('a trace belongs to', () => {
  it('the row of its endpoint, whatever its placeholders are called', () => {
    assert.deepEqual(rowsOf('GET /users/:pk', 'GET /users/:id', 'GET /users/me'), ['GET /users/:id']);
    assert.deepEqual(rowsOf('GET /users/:id/x', 'GET /users/:id'), []);
    assert.deepEqual(rowsOf('GET /', 'GET /', 'POST /'), ['GET /']);
  });

  it('every method, where it names none; and to a row without one', () => {
    assert.deepEqual(rowsOf('/search', 'GET /search', 'POST /search'), ['GET /search', 'POST /search']);
    assert.deepEqual(rowsOf('GET /search', '/search'), ['/search']);
    assert.deepEqual(rowsOf('GET /search', 'POST /search'), []);
  });

  it('the very row, and only where there is none to those that it meets', () => {
    assert.deepEqual(rowsOf('GET /reports/:name', 'GET /reports/daily', 'GET /reports/:id'), [
      'GET /reports/:id',
    ]);
    assert.deepEqual(rowsOf('GET /reports/:name', 'GET /reports/daily', 'GET /users/:id'), [
      'GET /reports/daily',
    ]);
    assert.deepEqual(rowsOf('GET /blog/hello', 'GET /blog/:slug'), ['GET /blog/:slug']);
  });

  it('a task by its name alone', () => {
    assert.deepEqual(rowsOf('proj.tasks.add', 'proj.tasks.add', 'proj.tasks.sub'), ['proj.tasks.add']);
    assert.deepEqual(rowsOf('proj.tasks.add', '/proj.tasks.add'), []);
  });
});

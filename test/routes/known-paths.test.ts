import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Template } from '../../src/record.ts';
import { Router } from '../../src/routes/router.ts';

const text = ({ fixed, segments }: { fixed: string | undefined; segments: readonly string[] }): string =>
  fixed ?? `/${segments.join('/')}`;

const segment = fc.oneof(
  fc.constantFrom('users', 'a', 'en', 'en-us', 'en_GB', 'de-x', 'v1', 's3', 'deadbeefcafe', 'feedfacefeed1', '', 'x.json', '12.json'),
  fc.constantFrom(':id', '=x', '(a)', 'a;b=c', '%41', 'é', 'a@b.co', '2026-11-22', '1,2', '-5', '127.0.0.1', 'Ab3dEf6hIj9kLmN0pQ'),
  fc.constantFrom('7e57d004-2b97-4e7a-b45f-5387367791cd', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '__proto__', 'constructor'),
  fc.nat().map(String),
  fc.string({ maxLength: 14 }),
); // prettier-ignore
const target = fc
  .tuple(fc.array(segment, { maxLength: 6 }), fc.constantFrom('', '/', '?a=1', '?a=/7/8', '#x', '?'))
  .map(([segments, end]) => Buffer.from(`/${segments.join('/')}${end}`));

describe('paths known before', () => {
  it('have the template that they had', () => {
    fc.assert(
      fc.property(fc.array(target, { minLength: 2, maxLength: 40 }), (targets) => {
        const remembering = new Router({ rules: [], keepQuery: [] });
        for (const bytes of [...targets, ...targets, ...targets, ...targets]) {
          const alone = new Router({ rules: [], keepQuery: [] });
          assert.equal(
            text(remembering.template(bytes, 0, bytes.length)),
            text(alone.template(bytes, 0, bytes.length)),
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are one object, so that what is kept for a template is found again', () => {
    const router = new Router({ rules: [], keepQuery: [] });
    const of = (path: string): Template => router.template(Buffer.from(path), 0, path.length);
    assert.equal(text(of('/users/12/edit')), '/users/:id/edit');
    // The first was made in passing: it might never have come again.
    assert.equal(of('/users/13/edit'), of('/users/99/edit'));
    assert.equal(of('/users/14/edit'), of('/users/15/edit'));
    assert.notEqual(of('/users/12/edit'), of('/users/12/edit/'));
  });

  it('keep nothing of the block that they stood in', () => {
    const router = new Router({ rules: [], keepQuery: [] });
    const block = Buffer.from('/users/list');
    const template = (): object => router.template(block, 0, block.length);
    const [, before] = [template(), template(), template()];
    block.fill('x');
    assert.equal(router.template(Buffer.from('/users/list'), 0, 11), before);
  });

  it('are forgotten when there are too many, and nothing else changes', () => {
    const router = new Router({ rules: [], keepQuery: [] });
    // A name of each path, several times over: what was made in passing, kept, learnt and forgotten.
    for (let round = 0; round < 4; round++)
      for (let i = 0; i < 40_000; i++) {
        const path = `/a${'bcdefghijk'[i % 10]!}${i.toString(36).replaceAll(/\d/g, 'q')}x/y`;
        assert.equal(text(router.template(Buffer.from(path), 0, path.length)), path);
      }
  });
});

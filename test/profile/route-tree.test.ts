import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MOST_CHILDREN, MOST_NODES, RouteTree } from '../../src/profile/route-tree.ts';

/** A tree with the calls of each endpoint, the way the endpoint table keeps them. */
class Counted {
  readonly parents: number[] = [];
  readonly tree = new RouteTree((kept, absorbed) => (this.parents[this.find(absorbed)] = this.find(kept)));
  readonly #calls: number[] = [];
  readonly byText: boolean;

  constructor(byText = false) {
    this.byText = byText;
  }

  call(segments: readonly string[], method = 'GET'): void {
    const make = (): number => this.parents.push(this.parents.length) - 1;
    const text = Buffer.from(`/${segments.join('/')}`);
    this.#calls.push(
      this.byText ? this.tree.endpointOf(text, method, make) : this.tree.endpoint(segments, method, make),
    );
  }

  find(endpoint: number): number {
    return this.parents[endpoint] === endpoint ? endpoint : this.find(this.parents[endpoint]!);
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    this.tree.forEach((segments, method, endpoint) => {
      const name = `${method} /${segments.join('/')}`;
      counts[name] = this.#calls.filter((one) => this.find(one) === this.find(endpoint)).length;
    });
    return counts;
  }
}

const names = (count: number, prefix = 'post'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

describe('RouteTree', () => {
  it('keeps as many names in one place as are allowed, and folds them all at one more', () => {
    const tree = new Counted();
    for (const name of names(MOST_CHILDREN)) tree.call(['blog', name]);
    assert.equal(Object.keys(tree.counts()).length, MOST_CHILDREN);
    tree.call(['blog', 'one-more']);
    assert.deepEqual(tree.counts(), { 'GET /blog/:slug': MOST_CHILDREN + 1 });
  });

  it('folds what lies below each name into one place below the fold', () => {
    const tree = new Counted();
    for (const name of names(300)) {
      tree.call(['blog', name]);
      tree.call(['blog', name, 'comments'], name.endsWith('7') ? 'POST' : 'GET');
    }
    assert.deepEqual(tree.counts(), {
      'GET /blog/:slug': 300,
      'GET /blog/:slug/comments': 270,
      'POST /blog/:slug/comments': 30,
    });
  });

  it('says the same of segments that stand in one text', () => {
    const segment = fc.constantFrom('', 'a', 'b', ':id', ':slug', '=x', '=:value', '?q', '&q', ...names(5));
    fc.assert(
      fc.property(fc.array(fc.array(segment, { minLength: 1, maxLength: 4 })), fc.nat(3), (paths, folded) => {
        const [byText, bySegments] = [new Counted(true), new Counted()];
        for (const tree of [byText, bySegments]) {
          const roots = [['x'], ['x', 'a'], ['x', 'post-1'], ['x', ':id', 'b']].slice(0, folded);
          for (const root of roots) for (const name of names(300, '=n')) tree.call([...root, name]);
          for (const path of paths) tree.call(['x', ...path]);
        }
        assert.deepEqual(byText.counts(), bySegments.counts());
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  it('neither counts nor folds the placeholders of the pure rules', () => {
    const tree = new Counted();
    for (const name of names(300)) tree.call(['users', name]);
    tree.call(['users', ':id']);
    tree.call(['users', ':uuid', 'orders']);
    assert.deepEqual(tree.counts(), {
      'GET /users/:slug': 300,
      'GET /users/:id': 1,
      'GET /users/:uuid/orders': 1,
    });
  });

  it('folds values of a kept query parameter as values, not as slugs', () => {
    const tree = new Counted();
    for (const name of names(300)) tree.call(['search', '?q', `=${name}`]);
    assert.deepEqual(tree.counts(), { 'GET /search/?q/=:value': 300 });
  });

  it('depends on the set of paths alone, not on their order', () => {
    const path = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(400).map((n) => `s${n}`),
      fc.constantFrom('x', 'y', ''),
    );
    fc.assert(
      fc.property(fc.array(path, { minLength: 1200, maxLength: 1500 }), fc.nat(), (paths, seed) => {
        const segments = paths.map((parts) => parts.filter((part) => part !== ''));
        const shuffled = segments.toSorted((a, b) => hash(a.join('/'), seed) - hash(b.join('/'), seed));
        const [one, two] = [new Counted(), new Counted()];
        for (const list of segments) one.call(list);
        for (const list of shuffled) two.call(list);
        assert.deepEqual(sortKeys(one.counts()), sortKeys(two.counts()));
      }),
      { seed: 5, numRuns: 8 },
    );
  });

  it('bounds what few names on many levels can make of it, loses no call, and says so', () => {
    const tree = new Counted();
    let calls = 0;
    for (let a = 0; a < 50; a++)
      for (let b = 0; b < 50; b++)
        for (let c = 0; c < 50; c++) {
          tree.tree.endpoint(
            [`a${a}`, `b${b}`, `c${c}`],
            'GET',
            () => tree.parents.push(tree.parents.length) - 1,
          );
          calls++;
        }
    let endpoints = 0;
    tree.tree.forEach(() => endpoints++);
    assert.equal(calls, 125_000);
    assert.ok(endpoints <= MOST_NODES, `${endpoints} endpoints`);
    assert.equal(tree.tree.depth, 2);
    assert.equal(new Set(tree.parents.map((_, endpoint) => tree.find(endpoint))).size, endpoints);
  });
});

function hash(text: string, seed: number): number {
  let value = seed;
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 0x01000193);
  return value;
}

function sortKeys(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Names are remembered beyond the block of bytes that they stood in, which is filled again and again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NameCache } from '../../../src/formats/fields/name-cache.ts';
import { NameMemo } from '../../../src/formats/fields/name-memo.ts';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { NameTree } from '../../../src/formats/json/name-tree.ts';
import { Names } from '../../../src/formats/memhog/names.ts';
import { Span } from '../../../src/formats/memhog/span.ts';

const NAMES = Array.from({ length: 6000 }, (_, i) => `n${i.toString(36).padStart(4, '_')}`);

/** Calls `read` with each name in turn, all in the same place of the same block. */
function inOneBlock(read: (block: Buffer, name: string) => void): void {
  const block = Buffer.alloc(5);
  for (const name of NAMES) {
    block.write(name);
    read(block, name);
  }
}

describe('names remembered', () => {
  it('as texts', () => {
    const cache = new NameCache();
    const names = new Names();
    const span = new Span();
    span.set(0, 5, false);
    inOneBlock((block, name) => {
      assert.equal(cache.text(block, 0, 5), name);
      assert.equal(names.text(block, span), name);
    });
  });

  it('as members of objects', () => {
    const tree = new NameTree(new Vocabulary({}));
    inOneBlock((block, name) => assert.equal(tree.child(tree.root, block, 0, 5).path, name));
  });

  it('by their place in the line', () => {
    const vocabulary = new Vocabulary({});
    const memo = new NameMemo(vocabulary);
    const block = Buffer.alloc(3);
    for (const name of ['rss', 'vsz', 'xyz', 'pid', 'rss']) {
      block.write(name);
      assert.equal(memo.find(0, block, 0, 3), vocabulary.find(name), name);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { methodName } from '../../src/formats/method.ts';

const name = (text: string): string => {
  const bytes = Buffer.from(`x${text}GET`);
  return methodName(bytes, 1, 1 + text.length);
};

describe('methodName', () => {
  it('keeps known methods', () => {
    for (const text of ['GET', 'POST', 'PATCH', 'OPTIONS', 'PROPFIND', 'PURGE', 'QUERY'])
      assert.equal(name(text), text);
  });
  it('is empty for none', () => {
    assert.deepEqual([name(''), name('-')], ['', '']);
  });
  it('has one name for all that strangers make up', () => {
    for (const text of ['get', 'GE', 'GETX', 'FOO', '\u001b[31m', 'A'.repeat(10_000)])
      assert.equal(name(text), 'OTHER');
  });
});

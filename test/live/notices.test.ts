import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Notices } from '../../src/live/notices.ts';

describe('warnings of a live run', () => {
  it('are said at once where there is no screen', () => {
    const said: string[] = [];
    new Notices((text) => said.push(text)).warn('one', 0);
    assert.deepEqual(said, ['one']);
  });

  it('are held back while there is one, which shows the latest for ten seconds', () => {
    const said: string[] = [];
    const notices = new Notices((text) => said.push(text));
    assert.equal(notices.latest(0), '');
    notices.hold();
    notices.warn('one', 0);
    notices.warn('two', 1000);
    assert.equal(notices.latest(10_999), 'two');
    assert.equal(notices.latest(11_000), '');
    assert.deepEqual(said, []);
    notices.release();
    assert.deepEqual(said, ['one', 'two']);
    notices.warn('three', 20_000);
    assert.deepEqual(said, ['one', 'two', 'three']);
  });

  it('do not end the run when nobody can be told', () => {
    const notices = new Notices(() => {
      throw new Error('EIO');
    });
    notices.hold();
    notices.warn('one', 0);
    notices.release();
    notices.warn('two', 0);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineExample } from '../../src/formats/mask.ts';
import { line } from './uwsgi/line.ts';

const example = (text: string, raw = false): string => {
  const bytes = Buffer.from(`x${text}y`);
  return lineExample(bytes, 1, bytes.length - 1, raw);
};

describe('lineExample', () => {
  it('takes out what may be private', () => {
    const secrets = [
      '/secret/path',
      '"/secret/path',
      'at:/secret',
      'http://secret.example/x',
      'secret@example.com',
      'token=secret',
      'a?secret',
      '10.1.2.3',
    ];
    secrets.push(
      '2001:db8::7',
      'fe80:1:2:3',
      '(secret)',
      'secret0123456789',
      'secretsecretsecretsecretsecret',
      '%73ecret',
    );
    for (const secret of secrets) assert.match(example(`GET ${secret} done`), /^GET \/?… done$/, secret);
  });

  it('leaves the words of the format', () => {
    const text =
      '{rss usage: 1 bytes/0MB} [pid: 7|app: 0|req: 1/-1] [Sun Nov 22 18:52:02 2026] in 3 msecs via sendfile() (HTTP/1.1 200)';
    assert.equal(example(text), text);
  });

  it('is as it stands when raw, and short either way', () => {
    assert.equal(example('GET /secret', true), 'GET /secret');
    for (const raw of [true, false])
      assert.equal(example(line({ target: `/${'a '.repeat(400)}` }).repeat(3), raw).length, 120);
  });

  it('takes any bytes', () => {
    assert.equal(lineExample(Uint8Array.of(0xff, 0x41), 0, 2, false), '\ufffdA');
    assert.equal(lineExample(new Uint8Array(0), 0, 0, false), '');
  });
});

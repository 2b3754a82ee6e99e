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
    const secrets = ['/secret/path', '"/secret/path', 'secret@example.com', 'a?secret', '10.1.2.3'];
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

  it('takes out the values of names, and leaves the names', () => {
    for (const [text, shown] of [
      ['at:/secret', 'at:/…'],
      ['http://secret.example/x', 'http:/…'],
      ['token=secret', 'token=…'],
      ['user="secret secret" rss=61MB', 'user="…" rss=61MB'],
      ['[pid:7] host:secret status:200', '[pid:7] host:… status:200'],
      ['fe:ab:cd:7 c2VjcmV0PQ==', '… …'],
      ['{"pid":7,"rss":-5,"path":"/secret"}', '{"pid":7,"rss":-5,"path":"/…"}'],
      [
        'INFO {"u": ["secret", 1.5, true], "s": "sec\\"ret", "t": "cut',
        'INFO {"u": ["…", 1.5, true], "s": "…", "t": "…',
      ],
      ['{"secret0123":1,"at":123456789012345678,"x":secret}', '{"…":1,"at":…,"x":…}'],
    ] as const)
      assert.equal(example(text), shown);
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

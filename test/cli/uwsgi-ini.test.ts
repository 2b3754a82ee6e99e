import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readUwsgiIni, uwsgiLogFormatsOf } from '../../src/cli/uwsgi-ini.ts';
import { UsageError } from '../../src/errors.ts';
import { templateFormat } from '../../src/formats/template/template-format.ts';
import { said } from '../formats/template/read.ts';

const formats = (text: string): readonly string[] => uwsgiLogFormatsOf(text, 'app.ini');

describe('the log format in a uWSGI ini file', () => {
  it('is what uWSGI itself makes of the line', () => {
    // The right-hand sides are what `uwsgi --show-config` of uWSGI 2.0.21 prints.
    const cases = [
      ['log-format = pid=%(pid) "%(uri)" %%x  ', 'pid=%(pid) "%(uri)" %x'],
      [
        'logformat = "quoted %(rss)" ; not a comment # nor this',
        '"quoted %(rss)" ; not a comment # nor this',
      ],
      ['  log-format=%(vsz)=%(rss)\r', '%(vsz)=%(rss)'],
      ['log-format = a \\\n   b %(uri)', 'a \\'],
      ["log-format = '%(pid)'", "'%(pid)'"],
      ['log-format = %(foo) %(uri) %(baz)\nfoo = bar\nbaz = 1', 'bar %(uri) 1'],
      ['set-placeholder = app=shop\nlog-format = %(app) %(uri)', 'shop %(uri)'],
      ['log-format = first\nlogformat = last', 'last'],
      ['# log-format = no\n; log-format = no\nlog-format = yes', 'yes'],
      ['log-format = %(uri)\n[other]\nlog-format = other', '%(uri)'],
    ] as const;
    for (const [line, format] of cases) assert.deepEqual(formats(`[uwsgi]\n${line}\n`), [format], line);
  });

  it('is also given as an encoder wraps it', () => {
    const encoded = (encoder: string): unknown =>
      formats(`[uwsgi]\nlog-format = "%(uri)" %(rss)\n${encoder}`)[1];
    assert.equal(encoded('log-encoder = prefix app: '), 'app:"%(uri)" %(rss)');
    assert.equal(encoded('log-encoder = suffix  end'), '"%(uri)" %(rss) end');
    assert.equal(
      encoded('log-req-encoder = json:req {"app":"x","t":${unix},"m":"${msg}"}'),
      '{"app":"x","t":%(epoch),"m":"\\"%(uri)\\" %(rss)"}',
    );
    assert.equal(
      encoded('log-encoder = format [${strftime:%%H:%%M}] ${msg}'),
      '[%(strftime:%H:%M)] "%(uri)" %(rss)',
    );
    // One takes what the one before made, as uWSGI 2.0.21 does.
    const json = 'log-encoder = json {"t":${unix},"m":"${msg}"}';
    const inJson = '{"t":%(epoch),"m":"\\"%(uri)\\" %(rss)"}';
    assert.equal(encoded(`${json}\nlog-encoder = nl`), inJson);
    assert.equal(encoded(`${json}\nlog-encoder = prefix [w1]\nlog-encoder = nl`), `[w1]${inJson}`);
    assert.equal(
      encoded(`log-req-encoder = json {"m":"\${msg}"}\nlog-encoder = nl`),
      '{"m":"\\"%(uri)\\" %(rss)"}',
    );
    assert.equal(
      encoded('log-encoder = format ${unix} ${msg}\nlog-encoder = json {"q":"${msg}"}\nlog-encoder = nl'),
      '{"q":"%(epoch) \\"%(uri)\\" %(rss)"}',
    );
    assert.equal(encoded('log-encoder = json {"m":"${msgnl}"}'), '{"m":"\\"%(uri)\\" %(rss)\\n"}');
    assert.equal(encoded(`${json}\nlog-encoder = gzip`), undefined);
    assert.equal(encoded('log-encoder = nl'), undefined);
    assert.equal(encoded('log-encoder = gzip'), undefined);
  });

  it('makes a format that reads the lines', () => {
    const text =
      '[uwsgi]\nlog-date = %%Y-%%m-%%dT%%H:%%M:%%S\nlogformat-strftime = true\nlog-format = %(ftime) %(pid) "%(uri)" %(rss)\nlog-encoder = json {"a":1,"m":"${msg}"}\n';
    const [plain = '', wrapped = ''] = formats(text);
    const says = {
      kind: 'request',
      pid: 7,
      time: Date.UTC(2026, 10, 22, 18, 52, 2) / 1000,
      path: '/a',
      rss: 4096,
    };
    assert.deepEqual(said(templateFormat(plain), '2026-11-22T18:52:02 7 "/a" 4096'), says);
    assert.deepEqual(
      said(templateFormat(wrapped), '{"a":1,"m":"2026-11-22T18:52:02 7 \\"/a\\" 4096"}'),
      says,
    );
  });

  it('is missed in one sentence', () => {
    for (const text of ['', '[uwsgi]\nmaster = true', 'log-format = %(uri)', '[uwsgi]\nlog-format'])
      assert.throws(
        () => formats(text),
        (error: unknown) =>
          error instanceof UsageError && error.message.startsWith('app.ini sets no log-format'),
        text,
      );
  });

  it('is not looked for in YAML, JSON or XML, and that is said', () => {
    const others = [
      ['app.yaml', 'uwsgi:\n  log-format: "%(pid) %(rss) %(uri)"\n', 'YAML'],
      ['app.conf', 'uwsgi:\n  log-format: "%(pid) %(rss) %(uri)"\n', 'YAML'],
      ['app.json', '{"uwsgi":{"log-format":"%(pid) %(rss) %(uri)"}}', 'JSON'],
      ['app', '{"uwsgi":{"log-format":"%(pid) %(rss) %(uri)"}}', 'JSON'],
      ['app.xml', '<uwsgi><log-format>%(pid) %(rss) %(uri)</log-format></uwsgi>', 'XML'],
    ] as const;
    for (const [name, text, language] of others)
      assert.throws(
        () => uwsgiLogFormatsOf(text, name),
        (error: unknown) =>
          error instanceof UsageError &&
          error.message.startsWith(`${name} is ${language}`) &&
          error.message.includes('--log-format'),
        name,
      );
  });

  it('is read from the folder one stands in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'memhog-ini-'));
    try {
      writeFileSync(join(folder, 'app.ini'), '[uwsgi]\nlog-format = %(uri) %(rss)\n');
      assert.deepEqual(readUwsgiIni('app.ini', folder), ['%(uri) %(rss)']);
      assert.throws(() => readUwsgiIni('none.ini', folder), /no such file/);
      assert.throws(() => readUwsgiIni('.', folder), UsageError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../../src/errors.ts';
import { firstMatch, parseRule } from '../../src/routes/rules.ts';

const matches = (rule: string, path: string): boolean =>
  firstMatch(
    [parseRule(rule)],
    path.split('/').filter((part) => part !== ''),
  ) !== undefined;

const MATCH: readonly (readonly [rule: string, path: string])[] = [
  ['/', '/'],
  ['/blog/:slug', '/blog/hello-world'],
  ['/blog/{slug}', '/blog/hello-world'],
  ['/blog/<slug>', '/blog/hello-world'],
  ['/blog/<int:id>', '/blog/7'],
  ['/blog/:slug/', '/blog/hello'],
  ['/blog/*', '/blog/hello'],
  ['/blog/**', '/blog'],
  ['/blog/**', '/blog/a/b/c'],
  ['/**', '/'],
  ['/**', '/a/b'],
  ['/files/<path:rest>', '/files/a/b.txt'],
  ['/files/{rest:path}', '/files/a/b.txt'],
  ['/img-*.png', '/img-12.png'],
  ['/img-*.png', '/img-.png'],
  ['/:id.json', '/12.json'],
  ['/{id}-{slug}.html', '/12-hello.html'],
  ['/a*b*c', '/abc'],
  ['/a*b*c', '/aXbYbZc'],
  ['/v1/things/x:cancel', '/v1/things/x:cancel'],
];

const DIFFER: readonly (readonly [rule: string, path: string])[] = [
  ['/', '/a'],
  ['/blog/:slug', '/blog'],
  ['/blog/:slug', '/blog/a/b'],
  ['/blog/:slug', '/Blog/a'],
  ['/blog/**', '/blogs'],
  ['/files/<path:rest>', '/files'],
  ['/img-*.png', '/img-12.jpg'],
  ['/img-*.png', '/img.png'],
  ['/a*a', '/a'],
  ['/a*b*c', '/ac'],
  ['/a*bb*b', '/abb'],
  ['/v1/things/x:cancel', '/v1/things/x:delete'],
  ['/a.c', '/abc'],
];

describe('route rules', () => {
  it('match', () => {
    for (const [rule, path] of MATCH) assert.equal(matches(rule, path), true, `${rule} ${path}`);
  });

  it('do not match', () => {
    for (const [rule, path] of DIFFER) assert.equal(matches(rule, path), false, `${rule} ${path}`);
  });

  it('match in the order given', () => {
    const rules = ['/a/b', '/a/:x', '/a/**'].map(parseRule);
    const textOf = (...path: string[]): string | undefined => firstMatch(rules, path)?.text;
    assert.deepEqual(
      [textOf('a', 'b'), textOf('a', 'c'), textOf('a', 'c', 'd'), textOf('b')],
      ['/a/b', '/a/:x', '/a/**', undefined],
    );
  });

  it('refuse what cannot be read with a sentence that names the rule', () => {
    for (const text of ['blog', '', '/a/**/b', '**']) {
      assert.throws(
        () => parseRule(text),
        (error) => error instanceof UsageError && error.message.includes(`'${text}'`),
      );
    }
  });

  it('are not slowed by hostile segments', () => {
    const long = 'a'.repeat(1 << 20);
    const started = performance.now();
    for (const rule of ['/a*a*a*a*b', '/*a*a*a*a*a*a*ab*', '/{a}{b}{c}x', '/*aaaaaaaaaaaaaaaab*b'])
      assert.equal(matches(rule, `/${long}`), false, rule);
    assert.equal(matches('/a*a*a*a*b', `/${long}b`), true);
    assert.ok(performance.now() - started < 2000);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Template } from '../../src/record.ts';
import type { RouteSettings } from '../../src/routes/router.ts';
import { Router } from '../../src/routes/router.ts';

const PLAIN: RouteSettings = { rules: [], keepQuery: [] };
const show = (template: Template): string => template.fixed ?? `/${template.segments.join('/')}`;

/** The template of a target that stands between other bytes, as in a block of a file. */
function templateOf(router: Router, target: string | Uint8Array): Template {
  const middle = typeof target === 'string' ? Buffer.from(target) : target;
  const bytes = Buffer.concat([Buffer.from('GET /left/1?z '), middle, Buffer.from(' /right/2?q=1')]);
  return router.template(bytes, 14, 14 + middle.length);
}

const route = (target: string | Uint8Array, settings = PLAIN): string =>
  show(templateOf(new Router(settings), target));

const ROUTES: Record<string, string> = {
  '/': '/',
  '': '(empty)',
  '*': '*',
  '/users/12': '/users/:id',
  '/users/12/': '/users/:id/',
  '/users/12/orders/47cdc0ac-f09e-4980-a0e4-02991f522f8b': '/users/:id/orders/:uuid',
  '/api/v1/users/12.json?full=1': '/api/v1/users/:id.json',
  '/api/users.json': '/api/users.json',
  '/en-US/docs': '/:locale/docs',
  '/de/docs': '/:locale/docs',
  '/docs/de': '/docs/de',
  '/reports/2026-11-22': '/reports/:date',
  '//a///b//': '/a/b/',
  '///': '/',
  '?x=1': '/',
  '/?x=1': '/',
  '/a#part?x': '/a',
  '/a?x=/b/12#c': '/a',
  'http://example.com/users/12?x': '/users/:id',
  'https://example.com:8443': '/',
  'http://example.com?x=1': '/',
  'HTTP://[::1]/a': '/a',
  'users/12': '/users/:id',
  '/cars;color=red/wheels;r=18': '/cars/wheels',
  '/12;jsessionid=0A1B': '/:id',
  '/;v=1': '/',
  '/redirect/http://evil.example/12': '/redirect/http:/evil.example/:id',
  '/%75sers/12': '/%75sers/:id',
  '/a%2Fb': '/a%2Fb',
  '/a b/12': '/a b/:id',
  '/:id': '/%3Aid',
  '/:slug/x': '/%3Aslug/x',
  '/=:value': '/%3D:value',
  '/&x': '/%26x',
  '/(unknown)': '/%28unknown)',
  '/a:b': '/a:b',
};

describe('Router', () => {
  it('gives each target its template', () => {
    for (const [target, wanted] of Object.entries(ROUTES)) assert.equal(route(target), wanted, target);
  });

  it('puts what is too long or too deep under one rest', () => {
    assert.equal(route(`/${'a'.repeat(100_000)}`), '/:rest');
    assert.equal(route(`/a/${'b'.repeat(100_000)}/c`), '/a/:rest');
    assert.equal(route('/a'.repeat(40)), `${'/a'.repeat(32)}/:rest`);
    assert.equal(route('/a'.repeat(32)), '/a'.repeat(32));
    assert.equal(route('/1'.repeat(5000)), `${'/:id'.repeat(32)}/:rest`);
  });

  it('shows bytes that are no UTF-8 as replaced, one template for all', () => {
    const router = new Router(PLAIN);
    const one = templateOf(router, Uint8Array.of(0x2f, 0xff, 0x2f, 0x31));
    assert.equal(show(one), '/\ufffd/:id');
    assert.equal(templateOf(router, Uint8Array.of(0x2f, 0xfe, 0x2f, 0x32)), one);
    assert.equal(templateOf(router, '/\ufffd/3'), one);
  });

  it('names a route as the first rule that matches, whatever the query', () => {
    const rules = { rules: ['/blog/:slug', '/blog/**', '/u/{name}/{id}'], keepQuery: ['q'] };
    assert.equal(route('/blog/hello?q=1', rules), '/blog/:slug');
    assert.equal(route('//blog/hello/?q', rules), '/blog/:slug');
    assert.equal(route('/blog/a/b', rules), '/blog/**');
    assert.equal(route('/u;x=1/bob;y/7', rules), '/u/{name}/{id}');
    assert.equal(route('/other/7?q=b', rules), '/other/:id/?q/=b');
    assert.equal(templateOf(new Router(rules), '/blog/x').fixed, '/blog/:slug');
  });

  it('tells a rule from a path that reads the same', () => {
    const router = new Router({ rules: ['/a/b'], keepQuery: [] });
    assert.equal(templateOf(router, '/a/b').fixed, '/a/b');
    assert.equal(templateOf(router, '/a/b/c').fixed, undefined);
  });

  it('keeps the query parameters asked for, in the order asked for', () => {
    const settings = { rules: [], keepQuery: ['action', 'page'] };
    assert.equal(route('/x?page=7&action=list&token=abc', settings), '/x/?action/=list/&page/=:id');
    assert.equal(route('/x?page=7', settings), '/x/?page/=:id');
    assert.equal(route('/x?pages=7&xaction=1', settings), '/x');
    assert.equal(route('/x?action', settings), '/x/?action/=');
    assert.equal(route('/x?action=a/b', settings), '/x/?action/=a%2Fb');
    assert.equal(route('/x?action=:value', settings), '/x/?action/=%3Avalue');
    assert.equal(route('/x?action=a#page=2', settings), '/x/?action/=a');
    assert.equal(route('/x#?action=a', settings), '/x');
    assert.equal(route('/x', settings), '/x');
  });

  it('is not slowed by hostile paths', () => {
    const router = new Router({ rules: ['/a*a*a*a*b', '/*x*x*x/**'], keepQuery: ['q'] });
    const started = performance.now();
    for (const target of [
      `/${'a'.repeat(1 << 20)}`,
      '/'.repeat(1 << 20),
      ';'.repeat(1 << 20),
      `/?${'&q'.repeat(1 << 19)}`,
    ])
      templateOf(router, target);
    assert.ok(performance.now() - started < 2000);
  });

  it('gives one object for equal templates, on any bytes, and never throws', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '/',
        '?',
        '#',
        ';',
        ':',
        '%',
        '=',
        '//',
        '/12',
        '/a',
        'http://',
        '\u00e9',
        '.json',
        '*',
        '?q=',
      ),
      fc.string({ maxLength: 8 }),
    );
    const target = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(part, { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''))),
    );
    const settings = fc.constantFrom(
      PLAIN,
      { rules: ['/a/:x', '/*.json', '/:x/**'], keepQuery: [] },
      { rules: [], keepQuery: ['q', 'a'] },
    );
    fc.assert(
      fc.property(settings, fc.array(target, { maxLength: 12 }), (chosen, targets) => {
        const router = new Router(chosen);
        const seen = new Map<string, Template>();
        for (const bytes of [...targets, ...targets, ...targets]) {
          const template = templateOf(router, bytes);
          const { fixed, segments } = template;
          const key = JSON.stringify([fixed, segments]);
          const other = templateOf(new Router(chosen), bytes);
          assert.deepEqual([other.fixed, other.segments], [fixed, segments]);
          if (template.passing)
            assert.equal(template.passing.toString(), Buffer.from(`/${segments.join('/')}`).join());
          else assert.equal(seen.get(key) ?? template, template, key);
          if (!template.passing) seen.set(key, template);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('never shows a query that was not asked for', () => {
    const word = fc.stringMatching(/^[a-z0-9/;:=&.-]{0,12}$/);
    fc.assert(
      fc.property(word, word, (path, query) => {
        const bare = route(`/${path}`);
        assert.equal(route(`/${path}?secret${query}`), bare);
        assert.equal(route(`/${path}#secret?${query}`), bare);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('goes on when more templates are seen than it remembers', () => {
    const router = new Router(PLAIN);
    const name = (i: number): string => `/n${i.toString(36)}x/tail`;
    for (let i = 0; i < 70_000; i++) assert.equal(show(templateOf(router, name(i))), name(i));
  });
});

/** The template that Express matched, from what its request objects say in each situation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expressRoute } from '../../src/node/express-route.ts';

const route = (originalUrl: string, path: unknown, baseUrl = '', params: object = {}): string =>
  expressRoute({ originalUrl, route: path === undefined ? undefined : { path }, baseUrl, params });

describe('expressRoute', () => {
  it('joins the mount path of the router and the path of the route', () => {
    assert.equal(route('/users/7?x=1', '/users/:id'), '/users/:id');
    assert.equal(route('/api/v2/users/7', '/users/:id', '/api/v2'), '/api/v2/users/:id');
    assert.equal(route('/api/', '/', '/api'), '/api');
    assert.equal(route('/', '/'), '/');
  });

  it('is empty where no route matched, and for a regular expression', () => {
    assert.equal(route('/wp-login.php', undefined), '');
    assert.equal(expressRoute({}), '');
    assert.equal(route('/x7', /^\/x(\d+)$/), '');
  });

  it('gives values in the mount path their names back', () => {
    assert.equal(
      route('/shops/7/items/9', '/items/:item', '/shops/7', { shop: '7', item: '9' }),
      '/shops/:shop/items/:item',
    );
    assert.equal(
      route('/shops/7/items/9', '/items/:item', '/shops/7', { item: '9' }),
      '/shops/:id/items/:item',
    );
  });

  it('finds the mount path again that an error made Express forget', () => {
    assert.equal(route('/api/users/7', '/:id', ''), '/api/users/:id');
    assert.equal(route('/shops/7/items/9', '/items/:item', ''), '/shops/:id/items/:item');
  });

  it('says nothing rather than a template that cannot have matched', () => {
    assert.equal(route('/a/b', '/other/:id', ''), '');
    assert.equal(route('/a', '/x/y/:id', ''), '');
    assert.equal(route('/a/b', '/c', '/z'), '');
    assert.equal(route('/x/users/7', '/users/:id', '/z'), '');
  });

  it('takes wildcards and optional parts as they are, and of several paths the one that fits', () => {
    assert.equal(route('/files/a/b/c', '/files/*path'), '/files/*path');
    assert.equal(route('/users', '/users{/:id}'), '/users{/:id}');
    assert.equal(route('/b/7', ['/a/:id', '/b/:id']), '/b/:id');
  });
});

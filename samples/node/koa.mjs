// Koa and @koa/router with `memhog/node`.
import Router from '@koa/router';
import Koa from 'koa';
import { memhogKoa } from 'memhog/node';
import { answer, ROUTES } from './shop.mjs';

export async function listen(port) {
  const app = new Koa();
  app.use(memhogKoa());
  const router = new Router();
  for (const route of ROUTES) {
    const [method, template] = route;
    router[method.toLowerCase()](template, (context) => {
      context.body = answer(route, context.params, context.querystring);
    });
  }
  app.use(router.routes());
  app.listen(port, '127.0.0.1');
}

import Router from '@koa/router';
import Koa from 'koa';
import { createServer } from 'node:http';
import { memhogKoa } from '../../../src/node/index.ts';
import { serve } from './requests.mjs';

const app = new Koa();
app.silent = true;
app.use(memhogKoa());
const router = new Router();
router.get('/users/:id', (context) => {
  context.body = 'user';
});
const api = new Router({ prefix: '/v1' });
api.get('/things/:id', (context) => {
  if (context.params.id === '0') throw new Error('no such thing');
  context.body = 'thing';
});
app.use(router.routes()).use(api.routes());
await serve(createServer(app.callback()));

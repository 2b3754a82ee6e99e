/**
 * `memhog/node`: one line per request, with the memory of the process, for memhog to read.
 *
 *     app.use(memhog());                        Express, Connect
 *     app.register(memhogFastify);              Fastify
 *     app.use(memhogKoa());                     Koa
 *     createServer(memhogHttp(listener));       node:http, node:http2
 *
 * Put it before all other middleware, once. It needs nothing but Node 20.19 or later.
 */
export { memhog } from './express.ts';
export type { ExpressMiddleware } from './express.ts';
export { memhogFastify } from './fastify.ts';
export type { FastifyLike, FastifyPlugin } from './fastify.ts';
export { memhogHttp } from './http.ts';
export { memhogKoa } from './koa.ts';
export type { KoaContext, KoaMiddleware } from './koa.ts';
export type { MemhogOptions } from './options.ts';
export type { RequestLike, ResponseLike } from './recorder.ts';

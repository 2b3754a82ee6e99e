/**
 * `memhog/node`: one line per request, with the memory of the process, for memhog to read.
 *
 *     app.use(memhog());                        Express, Connect
 *     app.register(memhogFastify);              Fastify
 *     app.use(memhogKoa());                     Koa
 *     createServer(memhogHttp(listener));       node:http, node:http2
 *
 * Put it before all other middleware, once. It needs nothing but Node 20.19 or later.
 *
 * V8 lets garbage pile up to twice the memory in use and more before it looks for it, and a leak hides in that. Start one
 * worker with `node --heap-growing-percent=10`, and both figures follow what is kept, for 5 to 20 % more CPU.
 *
 * Cost: 6 µs of CPU a request without the write, 8 to 10 with a write to a file (Node 20.20, Linux 6.18, x86-64), 2 of them
 * for reading /proc/self/statm, 1 for V8's count.
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

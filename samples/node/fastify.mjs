// Fastify with `memhog/node`.
import fastify from 'fastify';
import { memhogFastify } from 'memhog/node';
import { answer, ROUTES } from './shop.mjs';

export async function listen(port) {
  const app = fastify();
  app.register(memhogFastify);
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => done(null, body));
  for (const route of ROUTES) {
    const [method, url] = route;
    app.route({
      method,
      url,
      handler: (request, reply) => reply.send(answer(route, request.params, request.url.split('?')[1] ?? '')),
    });
  }
  await app.listen({ port, host: '127.0.0.1' });
}

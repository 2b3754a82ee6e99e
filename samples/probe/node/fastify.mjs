// The shop behind Fastify with the probe of `memhog/node`.
import fastify from 'fastify';
import { memhogFastify } from 'memhog/node';
import { ROUTES, serve } from './shop.mjs';

export async function listen(port) {
  const app = fastify();
  app.register(memhogFastify, { probe: true });
  for (const template of Object.keys(ROUTES))
    app.get(template, async (request, reply) => {
      reply.type('application/json');
      return serve(template, request.params.id ?? request.params.uuid ?? request.query.q);
    });
  await app.listen({ port, host: '127.0.0.1' });
}

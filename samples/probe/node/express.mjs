// The shop behind Express with the probe of `memhog/node`.
import express from 'express';
import { memhog } from 'memhog/node';
import { ROUTES, serve } from './shop.mjs';

export function listen(port) {
  const app = express();
  app.use(memhog({ probe: true }));
  for (const template of Object.keys(ROUTES))
    app.get(template, async (request, response) => {
      const key = request.params.id ?? request.params.uuid ?? request.query.q;
      response.type('json').send(await serve(template, key));
    });
  app.listen(port, '127.0.0.1');
}

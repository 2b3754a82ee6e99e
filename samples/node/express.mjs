// Express, with `memhog/node` or, as the sample asks, with a logger of its own.
import express from 'express';
import { answer, ROUTES } from './shop.mjs';

/** The application behind the given middleware. */
export function shopWith(middleware) {
  const app = express();
  app.use(middleware);
  const api = express.Router();
  for (const route of ROUTES) {
    const [method, template] = route;
    const inApi = template.startsWith('/api/v1');
    const on = inApi ? api : app;
    on[method.toLowerCase()](inApi ? template.slice('/api/v1'.length) : template, (request, response) => {
      response.send(answer(route, request.params, request.originalUrl.split('?')[1] ?? ''));
    });
  }
  app.use('/api/v1', api);
  return app;
}

export async function listen(port) {
  const { memhog } = await import('memhog/node');
  shopWith(memhog()).listen(port, '127.0.0.1');
}

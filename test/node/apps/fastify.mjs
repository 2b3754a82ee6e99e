import fastify from 'fastify';
import { memhogFastify } from '../../../src/node/index.ts';
import { serve } from './requests.mjs';

const app = fastify();
app.register(memhogFastify);
app.get('/users/:id', () => 'user');
app.register(
  async (api) => {
    api.get('/things/:id', async ({ params }) => {
      if (params.id === '0') throw new Error('no such thing');
      return 'thing';
    });
  },
  { prefix: '/v1' },
);
await app.ready();
await serve(app.server);

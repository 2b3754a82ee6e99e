import express from 'express';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';
import { memhog } from '../../../src/node/index.ts';
import { serve } from './requests.mjs';

const app = express();
app.use(memhog());
const api = express.Router();
api.get('/things/:id', (request, response, next) => {
  if (request.params.id === '0') next(new Error('no such thing'));
  else setTimeout(() => response.send('thing'), 2);
});
app.get('/users/:id', (_request, response) => response.send('user'));
app.use('/v1', api);
// Express knows a handler of errors by its four parameters
app.use((error, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(500).send('failed');
});
await serve(createServer(app));

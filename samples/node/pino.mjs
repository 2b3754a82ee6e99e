// Express with pino-http, memory added as its documentation adds properties.
import { pinoHttp } from 'pino-http';
import { shopWith } from './express.mjs';

export async function listen(port) {
  const logger = pinoHttp({
    customProps: () => {
      const { rss, heapUsed } = process.memoryUsage();
      return { rss, heapUsed };
    },
    serializers: {
      req: ({ id, method, url }) => ({ id, method, url }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  });
  shopWith(logger).listen(port, '127.0.0.1');
}

// Express with winston's JSON format, one line per request.
import winston from 'winston';
import { shopWith } from './express.mjs';

export async function listen(port) {
  const logger = winston.createLogger({
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
  const middleware = (request, response, next) => {
    const begun = performance.now();
    response.on('finish', () => {
      const { rss, heapUsed } = process.memoryUsage();
      logger.info('request', {
        pid: process.pid,
        method: request.method,
        url: request.originalUrl,
        status: response.statusCode,
        durationMs: Math.round(performance.now() - begun),
        rss,
        heapUsed,
      });
    });
    next();
  };
  shopWith(middleware).listen(port, '127.0.0.1');
}

import { expressRoute } from './express-route.ts';
import type { MemhogOptions } from './options.ts';
import { textProperty } from './property.ts';
import { Recorder } from './recorder.ts';
import type { RequestLike, ResponseLike } from './recorder.ts';

/** What Express and Connect call. */
export type ExpressMiddleware = (request: RequestLike, response: ResponseLike, next: () => void) => void;

/** Middleware for Express and Connect, to be used before all other: `app.use(memhog())`. */
export function memhog(options: MemhogOptions = {}): ExpressMiddleware {
  const recorder = new Recorder(options);
  return (request, response, next) => {
    // `url` loses the mount path inside a router.
    const target = textProperty(request, 'originalUrl');
    recorder.observe(request, response, target === '' ? request.url : target, () => expressRoute(request));
    next();
  };
}

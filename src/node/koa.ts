import type { MemhogOptions } from './options.ts';
import { textProperty } from './property.ts';
import { Recorder } from './recorder.ts';
import type { RequestLike, ResponseLike } from './recorder.ts';

/** What is read of Koa's context. */
export interface KoaContext {
  readonly req: RequestLike;
  readonly res: ResponseLike;
  readonly originalUrl: string;
}

/** What Koa calls. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/** Middleware for Koa, to be used before all other: `app.use(memhogKoa())`. Knows the routes of `@koa/router`. */
export function memhogKoa(options: MemhogOptions = {}): KoaMiddleware {
  const recorder = new Recorder(options);
  return (context, next) => {
    recorder.observe(context.req, context.res, context.originalUrl, () =>
      textProperty(context, '_matchedRoute'),
    );
    return next();
  };
}

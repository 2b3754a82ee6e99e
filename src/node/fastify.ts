import type { MemhogOptions } from './options.ts';
import { property, textProperty } from './property.ts';
import { Recorder } from './recorder.ts';
import type { RequestLike, ResponseLike } from './recorder.ts';

/** What is used of a Fastify instance. */
export interface FastifyLike {
  addHook(
    name: 'onRequest',
    hook: (
      request: { readonly raw: RequestLike },
      reply: { readonly raw: ResponseLike },
      done: () => void,
    ) => void,
  ): unknown;
}

/** What Fastify registers. */
export type FastifyPlugin = (instance: FastifyLike, options: MemhogOptions, done: () => void) => void;

function register(instance: FastifyLike, options: MemhogOptions, done: () => void): void {
  const recorder = new Recorder(options);
  instance.addHook('onRequest', (request, reply, next) => {
    // `rewriteUrl` changes the raw `url` and keeps what the client asked in `originalUrl`.
    const target = textProperty(request, 'originalUrl');
    recorder.observe(request.raw, reply.raw, target === '' ? request.raw.url : target, () =>
      textProperty(property(request, 'routeOptions'), 'url'),
    );
    next();
  });
  done();
}

/**
 * Plugin for Fastify 4.10 and later, to be registered before all other: `app.register(memhogFastify)`.
 * The two symbols are what `fastify-plugin` sets: the hook holds for the whole application, not for this plugin alone.
 */
export const memhogFastify: FastifyPlugin = Object.assign(register, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'memhog',
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MemhogOptions } from './options.ts';
import { Recorder } from './recorder.ts';
import type { RequestLike, ResponseLike } from './recorder.ts';

/** Wraps the listener of a plain server, of HTTP/1 or HTTP/2: `createServer(memhogHttp(listener))`. */
export function memhogHttp<
  Request extends RequestLike = IncomingMessage,
  Response extends ResponseLike = ServerResponse,
  Result = void,
>(
  listener: (request: Request, response: Response) => Result,
  options: MemhogOptions = {},
): (request: Request, response: Response) => Result {
  const recorder = new Recorder(options);
  return (request, response) => {
    // Frameworks change `url` as they go.
    recorder.observe(request, response, request.url, () => '');
    return listener(request, response);
  };
}

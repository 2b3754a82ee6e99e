/** A server on loopback whose requests leave lines. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** A running server and what it wrote. */
export interface Observed {
  readonly lines: readonly string[];
  readonly port: number;
  /** Sends one request, waits for the end of its response and gives the status. */
  readonly send: (path: string, method?: string) => Promise<number>;
  /** Waits until so many lines have been written, and a little longer for one too many. */
  readonly written: (count: number) => Promise<void>;
}

/** Runs `use` against a server; `listener` is made once and puts its lines into the array it is given. */
export async function withServer(
  listener: (lines: string[]) => RequestListener,
  use: (server: Observed) => Promise<void>,
): Promise<void> {
  const lines: string[] = [];
  const server = createServer(listener(lines));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { port } = address;
  const send = (path: string, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, agent: false }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject).end();
    });
  const written = async (count: number): Promise<void> => {
    for (let tries = 0; lines.length < count && tries < 400; tries++) await wait(5);
    await wait(10);
    assert.equal(lines.length, count, lines.join('\n'));
  };
  try {
    await use({ lines, port, send, written });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

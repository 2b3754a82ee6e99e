// node drive.mjs PORT REQUESTS SEED CLIENTS [PAUSE]: send the shop's traffic over HTTP to a server on loopback, each
// client with a pause of so many milliseconds after each request. A log whose lines have no counter needs minutes.
import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { traffic } from './traffic.mjs';

const [port, count, seed, clients, pause = 0] = process.argv.slice(2).map(Number);
// a connection of its own now and then, so that no worker of a cluster keeps the same visitors for ever
const agent = new Agent({ keepAlive: true, maxSockets: clients });
const stream = traffic(seed, count);
const seen = {};

const send = ({ method, path, body }, last) =>
  new Promise((resolve) => {
    const headers = { 'content-length': Buffer.byteLength(body), ...(last ? { connection: 'close' } : {}) };
    const sent = request({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode));
    });
    sent.on('error', (error) => resolve(error.code));
    sent.end(body);
  });

async function client(number) {
  let own = number;
  for (const request of stream) {
    const status = await send(request, ++own % 40 === 0);
    seen[status] = (seen[status] ?? 0) + 1;
    if (pause > 0) await wait(pause);
  }
}

// a generator that several loops share hands each request to one of them
const shared = { [Symbol.iterator]: () => ({ next: () => stream.next() }) };
stream[Symbol.iterator] = shared[Symbol.iterator];
await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
agent.destroy();
console.error('answers by status:', seen);

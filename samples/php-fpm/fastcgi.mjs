// node fastcgi.mjs PORT REQUESTS SEED CLIENTS SCRIPT OUT: send the shop's traffic as a web server would, over FastCGI,
// and write what each route was asked as the truth file OUT. One connection per request.
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { traffic } from './traffic.mjs';

const [port, count, seed, clients, script, out] = process.argv.slice(2);
const BEGIN = 1;
const PARAMS = 4;
const STDIN = 5;

/** A record of FastCGI 1.0: version, type, request id, length of the content. */
function record(type, content) {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
}

const length = (size) =>
  size < 128 ? Buffer.from([size]) : Buffer.from([128 | (size >> 24), size >> 16, size >> 8, size]);

const pair = ([name, value]) =>
  Buffer.concat([length(name.length), length(value.length), Buffer.from(name), Buffer.from(value)]);

function message({ method, path, body }) {
  const [name, query = ''] = path.split('?');
  const params = Object.entries({
    SCRIPT_FILENAME: script,
    SCRIPT_NAME: '/index.php',
    REQUEST_METHOD: method,
    REQUEST_URI: path,
    DOCUMENT_URI: name,
    QUERY_STRING: query,
    CONTENT_LENGTH: String(body.length),
    CONTENT_TYPE: 'application/octet-stream',
    SERVER_PROTOCOL: 'HTTP/1.1',
    REMOTE_ADDR: '198.51.100.7',
  });
  return Buffer.concat([
    record(BEGIN, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
    record(PARAMS, Buffer.concat(params.map(pair))),
    record(PARAMS, Buffer.alloc(0)),
    ...(body ? [record(STDIN, Buffer.from(body))] : []),
    record(STDIN, Buffer.alloc(0)),
  ]);
}

const send = (request) =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(message(request)));
    socket.resume();
    socket.on('close', resolve);
    socket.on('error', reject);
  });

const KINDS = { '/api/v1/orders/:id': 'bloat:array', '/images/:id/thumb': 'innocent:large-transient' };
const routes = {};

function tally({ path }) {
  const template = path
    .split('?')[0]
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':uuid')
    .replace(/(?<=\/)\d+(?=\/|$)/, ':id');
  if (/php|\.env/.test(template)) return; // a stray, no route
  routes[template] ??= { calls: 0, kind: KINDS[template] ?? 'innocent:small', kept_per_call: 0 };
  routes[template].calls++;
}

const stream = traffic(Number(seed), Number(count));

async function client() {
  for (let next = stream.next(); !next.done; next = stream.next()) {
    tally(next.value);
    await send(next.value);
  }
}

await Promise.all(Array.from({ length: Number(clients) }, client));
writeFileSync(out, `${JSON.stringify({ routes }, undefined, 1)}\n`);

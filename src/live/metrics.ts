/** `--metrics`: the state of a live run for Prometheus. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import { InputError } from '../errors.ts';
import type { Finding } from '../ranking/ranking.ts';
import { visibleText } from '../render/safe-text.ts';
import type { LiveState } from './state.ts';

/** So many workers and endpoints have series of their own; of more, the first by rank, so that strangers' paths make no new ones without end. */
const MOST_WORKERS = 200;
const MOST_ENDPOINTS = 100;

/** Where to listen. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** What is shown, and how to bring it up to date. */
function gauges(registry: Registry): (state: LiveState) => void {
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[]): Gauge<T> =>
    new Gauge({ name: `memhog_${name}`, help, labelNames, registers: [registry] });
  const rss = gauge('worker_rss_bytes', 'Last reading of each worker', ['worker']);
  const floor = gauge('worker_floor_bytes', 'Lowest memory each worker still returns to', ['worker']);
  const leak = gauge(
    'endpoint_leak_bytes_per_call',
    'Memory kept per call (per second for (background)), estimate',
    ['endpoint'],
  );
  const chance = gauge('endpoint_leak_chance', 'Probability that the endpoint leaks', ['endpoint']);
  const verdict = gauge('endpoint_verdict', 'The verdict on each endpoint, always 1', [
    'endpoint',
    'verdict',
  ]);
  const lines = gauge('lines_read', 'Lines read since the start', []);
  const requests = gauge('requests_read', 'Requests among them', []);
  const lag = gauge('lag_seconds', 'How far the newest line is behind the clock', []);
  return ({ figures, workers, ranking }) => {
    for (const one of [rss, floor, leak, chance, verdict, lag]) one.reset();
    for (const { name, now, floor: level } of workers.filter((one) => !one.isGone).slice(0, MOST_WORKERS)) {
      const worker = visibleText(name);
      rss.set({ worker }, now);
      floor.set({ worker }, level);
    }
    for (const finding of (ranking?.findings ?? []).slice(0, MOST_ENDPOINTS)) set(finding);
    lines.set(figures.lines);
    requests.set(figures.requests);
    if (figures.lagSeconds !== null) lag.set(figures.lagSeconds);
  };
  function set({ endpoint: name, leakPerCall, confidence, verdict: word }: Finding): void {
    const endpoint = visibleText(name);
    leak.set({ endpoint }, leakPerCall.estimate);
    chance.set({ endpoint }, confidence);
    verdict.set({ endpoint, verdict: word }, 1);
  }
}

/** A server of metrics. */
export class MetricsServer {
  readonly #server: Server;
  readonly #address: MetricsAddress;

  /** `stateOf` is asked at each request. */
  constructor(address: MetricsAddress, stateOf: () => LiveState) {
    const registry = new Registry();
    const update = gauges(registry);
    this.#address = address;
    this.#server = createServer((request, response) => {
      const path = request.url?.split('?')[0];
      if (path !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('see /metrics\n');
        return;
      }
      update(stateOf());
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
      });
    });
  }

  /** Begins to listen. Throws InputError when the address cannot be had. */
  async listen(): Promise<void> {
    const { host, port } = this.#address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) =>
        reject(new InputError(`--metrics ${host}:${port}: ${whyNot(error)}; name another address or port`)),
      );
      this.#server.listen(port, host, resolve);
    });
    this.#server.unref();
  }

  /** Stops at once. */
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function whyNot(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'something else listens there already';
  if (code === 'EACCES') return 'you may not listen there';
  return 'it cannot be listened on';
}

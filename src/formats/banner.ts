/** What servers say of themselves when they start: their name, and most of them their version. */
import type { ServerSaid } from '../record.ts';

/** A longer line is none of these. */
const LONGEST = 200;

const VERSION = String.raw`(\d[\w.+-]{0,30})`;

/**
 * Written by uWSGI 2.0.31, Gunicorn 27.0.1, Celery 5.7.0, Puma 5.6.5, uvicorn 0.54.0, Granian 2.8.7 and Passenger 6.0.17 (samples/). `asgi` is no
 * server: a Gunicorn says so that its workers speak ASGI.
 */
const BANNERS: readonly (readonly [string, RegExp])[] = [
  ['uwsgi', new RegExp(String.raw`^\*\*\* Starting uWSGI ${VERSION}`)],
  ['gunicorn', new RegExp(String.raw`(?:^|\] )Starting gunicorn ${VERSION}\s*$`)],
  ['asgi', /(?:^|\] )Using worker: (?:[\w.]*[Uu]vicorn[\w.]*|asgi)()\s*$/],
  ['celery', new RegExp(String.raw`^ -{8,14} \S{1,100}@\S{1,100} v${VERSION} \(`)],
  ['uvicorn', /(?:^|\s)Uvicorn running on https?:()/],
  ['granian', /(?:^|\] )Starting granian \(main PID: \d+\)()/],
  ['puma', new RegExp(String.raw`^(?:\[\d{1,10}\] )?\* Puma version: ${VERSION}`)],
  ['passenger', /\]: Starting Passenger core\.\.\.()/],
];

/** Reads the line `bytes[start, end)`; undefined for any other. Linear in its length, which is bounded. */
export function bannerOf(bytes: Uint8Array, start: number, end: number): ServerSaid | undefined {
  if (end - start > LONGEST) return undefined;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  for (const [name, pattern] of BANNERS) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return { name, version };
  }
  return undefined;
}

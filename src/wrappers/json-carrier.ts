import { NO_TIME } from '../record.ts';
import { ascii } from '../scan/bytes.ts';
import { isoTime } from '../scan/iso-time.ts';
import { looksLikeObject } from './json-members.ts';
import { epochSeconds } from './stamps.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

/** Where log shippers put the line, the surest name first. */
const TEXTS = [
  'log',
  'message',
  'event.original',
  'textPayload',
  'msg',
  'MESSAGE',
  'line',
  'text',
  'body',
  'l',
  'jsonPayload.message',
];
const TIMES = ['time', '@timestamp', 'timestamp', 'ts', 't', 'unix', 'epoch', 'date', 'millis', 'micros'];
/** The machine, then what runs on it. */
const MACHINES = ['host.name', 'hostname', 'host', '_HOSTNAME'];
const PODS = [
  'kubernetes.pod_name',
  'kubernetes.pod.name',
  'pod',
  'pod_name',
  'labels.pod',
  'resource.labels.pod_name',
];
const CONTAINERS = [
  'kubernetes.container_name',
  'kubernetes.container.name',
  'container_name',
  'container',
  'labels.container',
  'resource.labels.container_name',
  'container_id',
];
/** Longer names are none. */
const LONGEST_NAME = 255;

/** What stands in `object` at a path such as `host.name`: one member of that name, or a member of a member. */
function at(object: object, path: string): unknown {
  const whole: unknown = Reflect.get(object, path);
  const dot = path.indexOf('.');
  if (whole !== undefined || dot < 0) return whole;
  const inner: unknown = Reflect.get(object, path.slice(0, dot));
  return typeof inner === 'object' && inner !== null ? at(inner, path.slice(dot + 1)) : undefined;
}

/** The first text among those paths; empty if there is none. */
function textAt(object: object, paths: readonly string[]): string {
  for (const path of paths) {
    const value = at(object, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** The one text with a space in it, under whatever name; empty where there is none, or more than one. */
function onlySentence(object: object): string {
  const found = Object.values(object).filter(
    (value): value is string => typeof value === 'string' && value.includes(' '),
  );
  return found.length === 1 ? found[0]! : '';
}

function nameAt(object: object, paths: readonly string[]): string {
  const name = textAt(object, paths).replace(/^\//, '');
  return name.length > LONGEST_NAME ? '' : name;
}

function timeAt(object: object): number {
  for (const path of TIMES) {
    const value = at(object, path);
    if (typeof value === 'number') return epochSeconds(value);
    if (typeof value === 'string') return isoTime(ascii(value), 0, value.length);
  }
  return NO_TIME;
}

/**
 * A line that a log shipper (Fluent Bit, Fluentd, Vector, Filebeat, CloudWatch, Cloud Logging, FireLens, Loki) put into
 * one text of a JSON object, beside where it comes from.
 */
export class JsonCarrier implements Wrapper {
  readonly name = 'json';
  readonly openings: readonly string[] = ['{"'];
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    if (!looksLikeObject(bytes, start, end)) return false;
    const object = this.#parse(bytes.subarray(start, end));
    const text = object ? textAt(object, TEXTS) || onlySentence(object) : '';
    if (!object || text === '') return false;
    into.host = [nameAt(object, MACHINES), nameAt(object, PODS), nameAt(object, CONTAINERS)]
      .filter((name) => name !== '')
      .join('/');
    into.time = timeAt(object);
    into.stream = textAt(object, ['stream', 'source']);
    into.goesOn = textAt(object, ['logtag', '_p']) === 'P' || at(object, 'partial_message') === 'true';
    // No text of a JSON string is longer in UTF-8 than its escaped form; a byte that is no UTF-8 may become three.
    into.bytes = into.room(3 * (end - start));
    into.start = 0;
    into.end = this.#encoder.encodeInto(text, into.bytes).written;
    if (into.end > 0 && into.bytes[into.end - 1] === 0x0a) into.end--;
    into.holdsLines = true;
    return true;
  }

  #parse(bytes: Uint8Array): object | undefined {
    try {
      const value: unknown = JSON.parse(this.#decoder.decode(bytes));
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

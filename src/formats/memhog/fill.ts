/** A memhog tail into a record. */
import { NO_TIME } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { methodName } from '../method.ts';
import type { Names } from './names.ts';
import { unescaped } from './span.ts';
import { fillStart } from './start.ts';
import { figuresOf, isAtStart, numberOf } from './tail.ts';
import type { Tail } from './tail.ts';

/** The greatest process id of any system: 32 bits. */
const GREATEST_PID = 2 ** 32;
/** No process has more requests in progress. */
const MOST_IN_PROGRESS = 1_000_000;

/**
 * Fills in which process it was and what memory it held; whether there is a memory figure. A request of the probe that
 * was not sampled has none and counts all the same: then it is true too.
 */
export function fillReading(bytes: Uint8Array, tail: Tail, names: Names, record: LineRecord): boolean {
  const pid = numberOf(bytes, tail.span('pid'));
  if (pid > 0 && pid < GREATEST_PID) record.pid = pid;
  const seq = numberOf(bytes, tail.span('seq'));
  if (seq >= 0) record.workerRequests = seq;
  const inflight = numberOf(bytes, tail.span('inflight'));
  if (inflight > 0) record.core = Math.min(inflight, MOST_IN_PROGRESS) - 1;
  const time = tail.span('time');
  if (time.start >= 0 && record.time === NO_TIME) record.time = isoTime(bytes, time.start, time.end);
  fillHost(bytes, tail, names, record);
  const isAny = figuresOf(bytes, tail, record.figures);
  if (!isAtStart(bytes, tail)) return isAny;
  fillStart(bytes, tail, record);
  return true;
}

/** Fills in the machine that the tail names, if any. */
export function fillHost(bytes: Uint8Array, tail: Tail, names: Names, record: LineRecord): void {
  const host = tail.span('host');
  if (host.start >= 0) record.host = within(record.around.host, names.text(bytes, host));
}

/** A machine named by the line, inside whatever the wrapper names. */
function within(outer: string, host: string): string {
  if (outer === '' || outer === host) return host;
  return outer.endsWith(`/${host}`) ? outer : `${outer}/${host}`;
}

/** Whether the tail says what was asked for: a request line or a task in itself. */
export function namesRequest(tail: Tail): boolean {
  return (
    tail.span('path').start >= 0 ||
    tail.span('route').start >= 0 ||
    tail.span('task').start >= 0 ||
    tail.span('method').start >= 0
  );
}

/** Whether the tail adds no more than the route to a line that itself says what was asked for: the probe's, in a server's line. */
export function addsRoute(tail: Tail): boolean {
  return (
    tail.span('at').start >= 0 &&
    tail.span('path').start < 0 &&
    tail.span('task').start < 0 &&
    tail.span('method').start < 0
  );
}

/** Fills in the route that the tail tells, if any. */
export function fillRoute(bytes: Uint8Array, tail: Tail, names: Names, record: LineRecord): void {
  const route = tail.span('route');
  if (route.start >= 0) record.route = names.text(bytes, route);
}

/** Fills in what was asked for, as far as the tail says it. */
export function fillRequest(bytes: Uint8Array, tail: Tail, names: Names, record: LineRecord): void {
  const [method, path] = [tail.span('method'), tail.span('path')];
  const [route, task] = [tail.span('route'), tail.span('task')];
  if (method.start >= 0) record.method = methodName(bytes, method.start, method.end);
  if (task.start >= 0) record.route = names.text(bytes, task);
  else if (route.start >= 0) record.route = names.text(bytes, route);
  if (path.start >= 0) {
    record.pathBytes = path.isEscaped ? unescaped(bytes, path) : bytes;
    record.pathStart = path.isEscaped ? 0 : path.start;
    record.pathEnd = path.isEscaped ? record.pathBytes.length : path.end;
  }
  const status = numberOf(bytes, tail.span('status'));
  if (status >= 100 && status <= 999) record.status = status;
}

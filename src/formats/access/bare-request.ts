/** A request without quotes, `GET /users/7`, as formats of one's own write it: `%(m)s %(U)s %(s)s`. */
import { methodName } from '../method.ts';
import { statusAt } from './request.ts';

const SPACE = 0x20;
const SLASH = 0x2f;

/** Where a bare request stands. Mutable and reused. */
export class BareRequest {
  method = '';
  pathStart = -1;
  pathEnd = -1;
  /** 0 unless a status stands right behind the path. */
  status = 0;
}

/** Reads the first known method that is followed by a path in `bytes[start, end)`; false if there is none. */
export function findBareRequest(bytes: Uint8Array, start: number, end: number, into: BareRequest): boolean {
  for (let at = start; at < end;) {
    let stop = at;
    while (stop < end && bytes[stop] !== SPACE) stop++;
    if (stop + 1 < end && bytes[stop + 1] === SLASH) {
      const method = methodName(bytes, at, stop);
      if (method !== '' && method !== 'OTHER') {
        let pathEnd = stop + 1;
        while (pathEnd < end && bytes[pathEnd] !== SPACE) pathEnd++;
        into.method = method;
        into.pathStart = stop + 1;
        into.pathEnd = pathEnd;
        into.status = statusAt(bytes, pathEnd + 1, end);
        return true;
      }
    }
    at = stop + 1;
  }
  return false;
}

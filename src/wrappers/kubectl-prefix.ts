import { ascii, standsAt } from '../scan/bytes.ts';
import { nameEnd, nameOf } from './names.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const POD = ascii('[pod/');
const SLASH = 0x2f;

/** `kubectl logs --prefix`: `[pod/NAME/CONTAINER] MSG`. Pod and container are the host. */
export class KubectlPrefix implements Wrapper {
  readonly name = 'kubectl';
  readonly openings = ['[p'];

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    if (!standsAt(bytes, start, end, POD)) return false;
    const pod = start + POD.length;
    const podStop = nameEnd(bytes, pod, end);
    if (podStop === pod || podStop >= end || bytes[podStop] !== SLASH) return false;
    const stop = nameEnd(bytes, podStop + 1, end);
    if (stop === podStop + 1 || stop >= end || bytes[stop] !== 0x5d) return false;
    if (stop + 1 < end && bytes[stop + 1] !== 0x20) return false;
    into.host = nameOf(bytes, pod, stop);
    into.start = Math.min(end, stop + 2);
    return true;
  }
}

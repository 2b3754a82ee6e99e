/** Values of fields as a record has them. */
import type { LineRecord } from '../../record.ts';
import { ascii } from '../../scan/bytes.ts';
import { methodName } from '../method.ts';
import { pathStart } from './target.ts';

const ROOT = ascii('/');

/** A greater number is that of no process. */
export const LARGEST_PID = 2 ** 31 - 1;

/** Sets the path of the target in `bytes[start, end)`, if it is one. */
export function setPath(record: LineRecord, bytes: Uint8Array, start: number, end: number): void {
  const from = pathStart(bytes, start, end);
  if (from < 0) return;
  const isBare = from === end;
  record.pathBytes = isBare ? ROOT : bytes;
  record.pathStart = isBare ? 0 : from;
  record.pathEnd = isBare ? 1 : end;
}

const SCRATCH = new Uint8Array(16);

/** The method in `bytes[start, end)`, see `methodName`. Some loggers write it in small letters. */
export function methodOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === 3 && bytes[start] === 0x47 && bytes[start + 1] === 0x45 && bytes[start + 2] === 0x54)
    return 'GET';
  if (end - start > SCRATCH.length) return 'OTHER';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    SCRATCH[at - start] = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
  }
  return methodName(SCRATCH, 0, end - start);
}

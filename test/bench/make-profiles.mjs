// Writes the profiles of many hosts: a day of a service of 200 routes and four workers each. Run with tsx.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** How many days are really made; hosts share them under names of their own. */
const DIFFERENT = 3;

const NAMES = Array.from(
  { length: 200 },
  (_, i) => `/${'abcdefghij'[i % 10]}part/${'abcdefghijklmnopqrst'[Math.floor(i / 10)]}page`,
);
export const dayPath = (r) => `${NAMES[Math.floor(r() ** 2 * NAMES.length)]}/${Math.floor(r() * 1e6)}`;

/** Fills `folder`; `makeDay(n)` gives the file of the profile of day `n`. Returns the size of the largest file in bytes. */
export function makeProfiles(folder, hosts, makeDay) {
  mkdirSync(folder, { recursive: true });
  const days = Array.from({ length: DIFFERENT }, (_, n) => gunzipSync(readFileSync(makeDay(n))).toString());
  let largest = 0;
  for (let host = 0; host < hosts; host++) {
    const text = days[host % DIFFERENT].replaceAll(/"machine":"[^"]*"/g, `"machine":"web-${host}"`);
    const packed = gzipSync(text);
    largest = Math.max(largest, packed.length);
    writeFileSync(join(folder, `web-${host}.memhog`), packed);
  }
  return largest;
}

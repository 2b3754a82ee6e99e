/** A quick look that turns away lines in which no name of a memory figure can stand. */

/** Three letters of each name, case aside. */
const LETTERS = 'rss mem eap vsz vms vsi pss uss vir ock ots pea sid'.split(' ');

/** Five bits of each of three bytes: letters of either case are alike, and so are some other signs, which does no harm. */
const MARKS = new Uint8Array(2 ** 15);
for (const letters of LETTERS) {
  let mark = 0;
  for (let i = 0; i < 3; i++) mark = (mark << 5) | (letters.charCodeAt(i) & 31);
  MARKS[mark] = 1;
}

/** Whether a name of a figure may stand in `bytes[start, end)`. */
export function mayHoldMemory(bytes: Uint8Array, start: number, end: number): boolean {
  let mark = 0;
  for (let at = start; at < end; at++) {
    mark = ((mark << 5) | (bytes[at]! & 31)) & 0x7fff;
    if (MARKS[mark] === 1) return true;
  }
  return false;
}

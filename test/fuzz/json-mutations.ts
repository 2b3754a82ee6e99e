/** JSON texts, damaged: values put where they do not belong, and the text itself cut and changed. */
import fc from 'fast-check';

/** Values that a reader may not expect, as they are written. */
const EVIL: readonly string[] = [
  'null',
  'true',
  '-1',
  '0',
  '1',
  '2',
  '1.5',
  '1e300',
  '-1e300',
  '1e999',
  '9007199254740991',
  '-9007199254740991',
  '4503599627370496',
  '9007199254740993',
  '""',
  '"x"',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  '"../../../etc/passwd"',
  '"2026-02-31"',
  '"\\u001b[2J"',
  `"${'a'.repeat(10_000)}"`,
  '[]',
  '{}',
  '[[]]',
  '[0]',
  '[1,1]',
  '[9007199254740991,9007199254740991]',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `[${'0,'.repeat(5000)}0]`,
];

type Place = readonly (string | number)[];

/** Every place in a value, of long lists those of the first entries. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Array.isArray(value)
    ? value.slice(0, 3).map((one: unknown, i) => [i, one] as const)
    : Object.entries(value);
  return [at, ...inside.flatMap(([key, one]) => placesIn(one, [...at, key]))];
}

/** The text of `value` with `put`, which is a text already, in a place. */
function textWith(value: unknown, [key, ...rest]: Place, put: string): string {
  if (key === undefined) return put;
  const inner = (name: string | number, one: unknown): string =>
    String(name) === String(key) ? textWith(one, rest, put) : JSON.stringify(one);
  if (Array.isArray(value)) return `[${value.map((one: unknown, i) => inner(i, one)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return put;
  return `{${Object.entries(value)
    .map(([name, one]) => `${JSON.stringify(name)}:${inner(name, one)}`)
    .join(',')}}`;
}

/** The text with up to three values replaced, or with bytes of it changed. */
export function brokenJson(text: string): fc.Arbitrary<string> {
  const value: unknown = JSON.parse(text);
  const places = placesIn(value);
  const put = fc.tuple(fc.nat(places.length - 1), fc.constantFrom(...EVIL));
  const replaced = fc.array(put, { minLength: 1, maxLength: 3 }).map((all) =>
    all.reduce((sofar, [place, evil]) => {
      try {
        return textWith(JSON.parse(sofar), places[place]!, evil);
      } catch {
        return sofar;
      }
    }, text),
  );
  const cut = fc
    .tuple(fc.nat(text.length), fc.nat(40), fc.oneof(fc.constantFrom(...EVIL), fc.string({ maxLength: 6 })))
    .map(([at, length, by]) => text.slice(0, at) + by + text.slice(at + length));
  return fc.oneof({ weight: 5, arbitrary: replaced }, { weight: 1, arbitrary: cut });
}

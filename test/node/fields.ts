/** The fields of one native line, in order; fails on anything that is not strictly such a line. */
import assert from 'node:assert/strict';

const TOKEN = /^([a-z]+)=(?:([^\s"=]+)|("(?:[^"\\]|\\.)*"))$/;

/** What a reader would understand: names to values, quoted ones as the text they stand for. */
export function fieldsOf(line: string): ReadonlyMap<string, string> {
  const [mark, ...tokens] = line.split(' ');
  assert.equal(mark, 'memhog', line);
  const fields = new Map<string, string>();
  for (const token of tokens) {
    const match = TOKEN.exec(token);
    assert.ok(match?.[1], `${token} in ${line}`);
    assert.ok(!fields.has(match[1]), `${match[1]} twice in ${line}`);
    fields.set(match[1], match[2] ?? String(JSON.parse(match[3] ?? '""')));
  }
  assert.equal(tokens[0], 'v=1', line);
  return fields;
}

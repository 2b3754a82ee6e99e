/** The parts of a JSON result that a case is about, as lines one can read. */

/** Each path, and under it (indented, sorted) one line for each value it leads to. Throws Error where stdout is no JSON. */
export function pick(json: string, paths: string): string {
  const value: unknown = JSON.parse(json);
  return paths
    .split('\n')
    .filter((path) => path !== '')
    .flatMap((path) => [
      path,
      ...follow(value, path.split('.'))
        .sort()
        .map((found) => `  ${found}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function follow(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (step === undefined) return [typeof value === 'string' ? value : JSON.stringify(value)];
  if (step === '*') return Array.isArray(value) ? value.flatMap((one: unknown) => follow(one, rest)) : [];
  if (step.startsWith('{'))
    return [
      step
        .slice(1, -1)
        .split(',')
        .map((key) => follow(value, [key, ...rest]).join(' '))
        .join('  '),
    ];
  if (typeof value !== 'object' || value === null) return ['(not there)'];
  const entry = Object.entries(value).find(([key]) => key === step);
  return entry ? follow(entry[1], rest) : ['(not there)'];
}

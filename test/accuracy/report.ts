/** reports/accuracy.md: one section for the bench's own logs, one for other folders; each run rewrites its own. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';

/** The two sections. */
export type Section = 'own' | 'corpora';

const REPORT = 'reports/accuracy.md';
const HEAD = `# Accuracy

How well memhog names planted leaks, measured against logs whose truth is known. An innocent route must not be accused, and a leak must be found; where a log cannot show a leak, memhog says from which size on it would have.

- **AP**: mean average precision of the ranking; 1 when every leak stands above every innocent route.
- **found**: share of the leaks whose verdict is leak or suspect; **called leak**: whose verdict is leak.
- **in interval**: share of all leaks whose true size lies inside the 90 % interval; **estimate / truth** and **high / low** are medians over the leaks found.
- **detectable found**: of the leaks at least as large as the \`detectable\` that memhog states for their route, the share found.
- **accused**: innocent routes whose verdict is leak or suspect.
`;
const EMPTY: Readonly<Record<Section, string>> = {
  own: 'Not measured yet: `npm run accuracy`.',
  corpora:
    'Not measured yet: `npm run accuracy -- --corpora FOLDER…` (folders of `*.log` with `*.log.truth.json`).',
};

/** Where and when a section was measured. */
export function conditions(command: string): string {
  const python = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured ${day} on ${availableParallelism()} shared cores, Linux ${release()}, ${python}, Node ${process.versions.node}. Repeat it with \`${command}\`.`;
}

/** Puts a section into the report and leaves the other as it is. */
export function writeSection(section: Section, text: string): void {
  const before = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : '';
  const parts = (['own', 'corpora'] as const).map((name) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const kept = before.split(begin)[1]?.split(end)[0]?.trim() ?? EMPTY[name];
    return `${begin}\n\n${name === section ? text : kept}\n\n${end}\n`;
  });
  writeFileSync(REPORT, [HEAD, ...parts].join('\n'));
}

/** `npm run probe-report`: writes reports/probe.md from the logs of samples/probe and the costs measured beside them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBE_SAMPLES, plain, probeLogs, profileOf, rankedSample, scoreOf, truthOf } from './score.ts';
import type { Score } from './score.ts';

const REPORT = join(import.meta.dirname, '../../reports/probe.md');
const COSTS = join(PROBE_SAMPLES, 'overhead.txt');

const percent = (part: number): string => `${part < 0 ? '−' : ''}${Math.abs(100 * part).toFixed(0)} %`;

function sizes({ errors }: Score): string {
  if (errors.length === 0) return '–';
  const sorted = errors.map(Math.abs).sort((a, b) => a - b);
  const near = sorted.filter((error) => error <= 0.1).length;
  return `${percent(sorted[sorted.length >> 1]!)}, ${percent(sorted.at(-1)!)}; ${near} of ${sorted.length}`;
}

function row(name: string): string {
  const profile = profileOf(name);
  const readings = profile.workers
    .flatMap(({ lives }) => lives)
    .flatMap(({ buckets }) => buckets)
    .reduce((sum, { figures }) => sum + (figures.live?.readings ?? 0), 0);
  const truth = truthOf(name);
  const probe = scoreOf(rankedSample(name), truth);
  const rss = scoreOf(rankedSample(name, 'rss'), truth);
  const cells = [
    ...[name, String(profile.coverage.requests), String(readings), probe.metric, probe.precision.toFixed(2)],
    ...[
      `${probe.leaks} + ${probe.suspects}`,
      probe.accused.join(', ') || '0',
      sizes(probe),
      `${probe.covered} of 8`,
    ],
    ...[
      rss.precision.toFixed(2),
      `${rss.leaks} + ${rss.suspects}`,
      rss.accused.length > 0 ? String(rss.accused.length) : '0',
    ],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What the traces of one log found of its leaks. */
function traceRows(name: string): string[] {
  const { findings } = rankedSample(name);
  return Object.entries(truthOf(name)).flatMap(([route, { kind, planted, kept_per_call: kept }]) => {
    if (!kind.startsWith('leak')) return [];
    const code = findings.find((one) => plain(one.route) === plain(route) && one.code)?.code?.[0];
    const [line] = code?.lines ?? [];
    const places = line ? [`${line.file}:${line.line}:${line.function}`, ...line.stack] : [];
    const own = places.find((place) => place.endsWith(`:${planted?.function}`)) ?? places[0];
    const isNative = (code?.native ?? 0) > 0.5 * kept;
    const found = isNative ? 'outside Python and V8' : own === undefined ? 'nothing' : `\`${own}\``;
    const bytes = (code?.lines ?? [])
      .filter(({ file }) => file === planted?.file)
      .reduce((sum, one) => sum + one.bytes, 0);
    const size = percent((isNative ? code!.native : bytes) / kept - 1);
    const holder = code?.lines.find(({ holder: by }) => by !== '')?.holder ?? code?.holders[0]?.holder ?? '';
    return [
      `| ${name} | ${route} | ${kind.slice(5)} | ${found} | ${isNative || holder === '' ? '–' : `\`${holder}\``} | ${size} |`,
    ];
  });
}

const text = `# The probe

What memhog makes of logs with the probe (\`samples/probe\`, made by \`make.sh\` there with the servers named), beside the
same logs ranked by RSS alone. Eight leaks of eight kinds are planted in each, 1.3 to 16 KiB a call, beside nine innocents.
Repeat it with \`npm run probe-report\`; the logs themselves are made anew by \`samples/probe/make.sh\`.

AP: average precision, 1 where every leak stands before every innocent. Found: leaks with the verdict leak + suspect.
Size: the middle and the greatest error of those, beside what a call keeps in a process of its own, and how many
are within a tenth; the smallest leaks (1.3 KiB) are the ones further off. In range: the truth
lies within the range that is shown.

| log | requests | readings | by | AP | found | innocents accused | size | in range | RSS: AP | found | accused |
| --- | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: |
${probeLogs(false).map(row).join('\n')}

Requests of the Node and Ruby shops take half a millisecond, and what is alive is known only after a full collection: within
1 % of 5,000 of them there is no room for the readings that a ranking needs. \`every-\` is with \`MEMHOG_PROBE_BUDGET=1\`,
\`often-\` with \`--heap-growing-percent=10\`; the logs of Flask, FastAPI and Celery with 0.05, those of Django with the 0.01
that nobody has to ask for.

## From route to line of code

One trace of each leak (\`memhog setup … --trace\`). Found: the first line that the trace tells of, or the first on its way
there that stands in the planted function. Size beside what a call keeps.

| log | leak | kind | found | holder | size |
| --- | --- | --- | --- | --- | --: |
${probeLogs(true).flatMap(traceRows).join('\n')}

## What it costs

\`samples/probe/overhead.py\`: processor time (user and system) for each request of the Django shop under uWSGI, beside the
same server without the probe, batches of the same requests in turn.

${existsSync(COSTS) ? `\`\`\`text\n${readFileSync(COSTS, 'utf8').trim()}\n\`\`\`` : 'Not measured.'}
`;
writeFileSync(REPORT, text);
process.stdout.write(text);

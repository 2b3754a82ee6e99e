// npm run bench [-- --rounds N] [--short]: makes its input, runs every case in turn, N times (5), beside whichever peers are
// installed (rg, wc, zcat, pyuwsgimemhog or what MEMHOG_PYUWSGIMEMHOG names), and writes reports/bench.md.
// --short leaves out the log of 10 million lines.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { makeLog, randomPath, TEMPLATE } from './make-log.mjs';
import { dayPath, makeProfiles } from './make-profiles.mjs';
import { found, interleaved, NODE } from './measure.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, short: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
const folder = join(tmpdir(), 'memhog-bench');
mkdirSync(folder, { recursive: true });
const at = (name) => join(folder, name);

/** Makes a file once; a half-made one has another name. */
async function once(name, make) {
  if (!existsSync(at(name))) await make(at(name));
  return at(name);
}

const memhog = [NODE, 'dist/cli/main.js'];
const parse = (...args) => [...memhog, 'parse', '--output', 'json', ...args];
const MILLION = 1_000_000;

const log = await once('uwsgi-1m.log', (path) => makeLog(path, MILLION));
const random = await once('random-1m.log', (path) => makeLog(path, MILLION, { pathOf: randomPath }));
const json = await once('json-1m.log', (path) => makeLog(path, MILLION, { sort: 'json' }));
const template = await once('template-1m.log', (path) => makeLog(path, MILLION, { sort: 'template' }));
const packed = await once('uwsgi-1m.log.gz', (path) => writeFileSync(path, gzipSync(readFileSync(log))));
const small = await once('uwsgi-2k.log', (path) => makeLog(path, 2000));
const large = values.short ? undefined : await once('uwsgi-10m.log', (path) => makeLog(path, 10 * MILLION));
const hosts = at('hosts');
if (!existsSync(join(hosts, 'web-999.memhog'))) {
  const days = await Promise.all(
    [0, 1, 2].map((n) =>
      once(`day-${n}.log`, (path) => makeLog(path, 100_000, { seed: n + 7, pathOf: dayPath })),
    ),
  );
  makeProfiles(hosts, 1000, (n) => {
    execFileSync(NODE, ['dist/cli/main.js', 'profile', days[n], '-o', at(`day-${n}.memhog`)]);
    return at(`day-${n}.memhog`);
  });
}
const hostBytes = Math.max(...[0, 1, 2].map((n) => statSync(join(hosts, `web-${n}.memhog`)).size));

const peers = {
  pyuwsgimemhog: found(process.env.MEMHOG_PYUWSGIMEMHOG ?? 'pyuwsgimemhog'),
  rg: found('rg'),
  wc: found('wc'),
  zcat: found('zcat'),
};
const few = Math.min(rounds, 3);
const cases = [
  { name: 'node', command: [NODE, '-e', '0'] },
  { name: 'version', command: [...memhog, '--version'] },
  { name: 'small', command: parse(small) },
  { name: 'parse', command: parse(log) },
  { name: 'parse, one thread', command: parse(log, '--threads', '1') },
  { name: 'random paths', command: parse(random) },
  { name: 'gzip', command: parse(packed) },
  { name: 'JSON lines', command: parse(json) },
  { name: 'log-format', command: parse(template, '--log-format', TEMPLATE) },
  ...(peers.wc ? [{ name: 'wc', command: [peers.wc, '-l', log] }] : []),
  ...(peers.rg ? [{ name: 'rg', command: [peers.rg, '-c', 'rss usage', log] }] : []),
  ...(peers.zcat ? [{ name: 'zcat', command: [peers.zcat, packed] }] : []),
  ...(peers.pyuwsgimemhog
    ? [{ name: 'pyuwsgimemhog', command: [peers.pyuwsgimemhog, '--logfile', log] }]
    : []),
  { name: 'merge', command: [...memhog, 'merge', hosts, '-o', at('merged.memhog')], rounds: few },
  ...(large
    ? [
        { name: '10 m, one thread', command: parse(large, '--threads', '1'), reads: large },
        { name: '10 m, two threads', command: parse(large, '--threads', '2'), reads: large },
      ]
    : []),
];

const result = await interleaved(cases, rounds);
const seconds = (name) => result.get(name)?.seconds;
const peak = (name) => result.get(name)?.peak;
const ratio = (a, b) => (a === undefined || b === undefined ? undefined : a / b);
const perSecond = (name) => (seconds(name) === undefined ? undefined : MILLION / seconds(name));

/** What must be reached and what is aimed for; `more` where greater is better. */
const figures = [
  {
    name: 'pyuwsgimemhog / memhog, wall',
    value: ratio(seconds('pyuwsgimemhog'), seconds('parse')),
    must: 12,
    aim: 25,
    more: true,
  },
  {
    name: "memhog / `rg -c 'rss usage'`, wall",
    value: ratio(seconds('parse'), seconds('rg')),
    must: 6,
    aim: 3,
  },
  {
    name: 'two threads / one, 10 m lines, wall',
    value: ratio(seconds('10 m, two threads'), seconds('10 m, one thread')),
    must: 0.65,
    aim: 0.55,
  },
  { name: 'peak memory, 1 m lines, MB', value: peak('parse'), must: 180, aim: 110 },
  {
    name: 'peak memory, 10 m / 1 m lines, two threads',
    value: ratio(peak('10 m, two threads'), peak('parse')),
    must: 1.15,
    aim: 1.05,
  },
  {
    name: '1 m different paths / 60 routes, wall',
    value: ratio(seconds('random paths'), seconds('parse')),
    must: 3,
    aim: 1.5,
  },
  {
    name: '1 m different paths less 60 routes, peak MB',
    value: peak('random paths') - peak('parse'),
    must: 150,
    aim: 60,
  },
  { name: 'gzip input / `zcat`, wall', value: ratio(seconds('gzip'), seconds('zcat')), must: 1.5, aim: 1.1 },
  {
    name: '`memhog --version` / `node -e 0`, wall',
    value: ratio(seconds('version'), seconds('node')),
    must: 2,
    aim: 1.5,
  },
  { name: '`memhog merge` of 1,000 profiles of hosts, s', value: seconds('merge'), must: 20, aim: 8 },
  { name: 'a profile of a host (200 routes, a day), KB', value: hostBytes / 1000, must: 150, aim: 150 },
  { name: 'JSON lines, lines/s', value: perSecond('JSON lines'), must: 500_000, aim: 1_000_000, more: true },
  { name: 'log-format, lines/s', value: perSecond('log-format'), must: 500_000, aim: 1_000_000, more: true },
];

const shown = (value) =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : value >= 1000
      ? Math.round(value).toLocaleString('en')
      : value.toPrecision(3);
const reaches = ({ value, more }, bound) => (more ? value >= bound : value <= bound);
const verdict = (figure) =>
  figure.value === undefined
    ? 'not measured'
    : reaches(figure, figure.aim)
      ? 'aim'
      : reaches(figure, figure.must)
        ? 'must'
        : 'missed';
const before = existsSync('reports/bench.json')
  ? JSON.parse(readFileSync('reports/bench.json', 'utf8')).figures
  : {};
/** By how much a figure fell against the last committed one. */
const fall = ({ name, value, more }) =>
  before[name] > 0 && value > 0 ? (more ? before[name] / value : value / before[name]) : 1;

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const rows = figures.map(
  (figure) =>
    `| ${figure.name} | ${shown(figure.value)} | ${shown(figure.must)} | ${shown(figure.aim)} | ${verdict(figure)} |`,
);
const times = cases.map(({ name }) => `| ${name} | ${shown(seconds(name))} | ${shown(peak(name))} |`);
const fallen = figures
  .filter((figure) => fall(figure) > 1.2)
  .map(
    (figure) =>
      `- **${figure.name}** fell by ${Math.round((1 - 1 / fall(figure)) * 100)} % against the last one that was committed (${shown(before[figure.name])})`,
  );
const report = `# Speed

Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} shared cores (${cpus()[0].model.trim()}), load ${loadavg()[0].toFixed(1)} at the end, Node ${process.versions.node}, memhog ${version}; medians of ${rounds} interleaved runs of whole processes (${few} of the long ones). Repeat it with \`npm run bench\`.
The log: 1,000,000 lines of uWSGI with memory-report, ${(statSync(log).size / 1e6).toFixed(0)} MB, 60 routes, ids and uuids in paths. The machine is noisy: only ratios within one run mean anything.
Processes run without \`NODE_EXTRA_CA_CERTS\`, for which each Node would read certificates (40 ms here); peak memory is measured in runs of its own.

| figure | measured | must | aim | reached |
| --- | --: | --: | --: | --- |
${rows.join('\n')}
${fallen.length > 0 ? `\n${fallen.join('\n')}\n` : ''}
| whole process | wall s | peak MB |
| --- | --: | --: |
${times.join('\n')}
`;
process.stdout.write(report);
if (!values.short) {
  writeFileSync('reports/bench.md', report);
  writeFileSync(
    'reports/bench.json',
    `${JSON.stringify({ figures: Object.fromEntries(figures.map(({ name, value }) => [name, value === undefined ? null : Number(value.toPrecision(4))])) }, null, 2)}\n`,
  );
}

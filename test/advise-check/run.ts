/**
 * npm run advise-check                                    Gunicorn, uWSGI and Celery: twenty minutes
 * npm run advise-check -- --only celery                   one of them; the report is printed, not written
 *                         --learn 100 --seconds 200        seconds of the two runs
 *                         --uwsgi /venv/bin/uwsgi          uWSGI of PyPI (2.0.29 or later has max-requests-delta; Debian's has not)
 *                         --keep FOLDER                   leaves logs and marks there
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adviceFor } from './advice.ts';
import { measure, promisedBy } from './measured.ts';
import { stopAll } from './processes.ts';
import { sectionOf, verdictsOf } from './report.ts';
import type { Checked } from './report.ts';
import { runSite } from './site.ts';
import type { Stack } from './stack.ts';
import { stacksOf } from './stacks.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    learn: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '200' },
    workers: { type: 'string', default: '4' },
    rate: { type: 'string', default: '100' },
    life: { type: 'string', default: '20' },
    seed: { type: 'string', default: '91' },
    keep: { type: 'string' },
    uwsgi: { type: 'string' },
  },
});
const [rate, seed] = [Number(values.rate), Number(values.seed)];

/** The first line that each needed program prints; or what is missing. */
function versionsOf({ needs }: Stack): { readonly versions: readonly string[]; readonly missing?: string } {
  const versions: string[] = [];
  for (const [command, ...args] of needs) {
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return { versions, missing: [command, ...args].join(' ') };
    versions.push(stdout.trim().split('\n')[0]!);
  }
  return { versions };
}

async function check(stack: Stack, versions: readonly string[], folder: string): Promise<Checked> {
  const { own } = stack;
  const workers = own?.workers ?? Number(values.workers);
  const seconds = own?.seconds ?? Number(values.seconds);
  const trafficFor = (seconds: number) => ({ rate, seed, count: Math.round(rate * seconds) });
  const learn = await runSite(stack, {
    folder: join(folder, 'learn'),
    workers,
    settings: '',
    traffic: trafficFor(Number(values.learn)),
  });
  const learned = measure(stack, learn, workers);
  const asked = {
    server: stack.name,
    workers,
    life: own?.life ?? Number(values.life),
    version: /\d+(?:\.\d+)+/.exec(versions[0] ?? '')?.[0] ?? '',
    ...(own?.boot === undefined ? {} : { boot: own.boot }),
  };
  // The budget is three quarters of the memory.
  const { mebibytes, advice } = adviceFor(learn.log, asked, (2 * learned.peak) / 2 ** 20);
  const lines = advice.settings.files.flatMap((file) => file.lines.map(({ text }) => text));
  const seen = await runSite(stack, {
    folder: join(folder, 'advised'),
    workers,
    settings: `${lines.join('\n')}\n`,
    traffic: trafficFor(seconds),
  });
  const measured = measure(stack, seen, workers);
  return {
    title: stack.title,
    why: own?.why ?? '',
    versions,
    learned,
    mebibytes,
    advice,
    promised: promisedBy(advice),
    measured,
  };
}

async function main(): Promise<void> {
  const sections: string[] = [];
  const work = values.keep ?? mkdtempSync(join(tmpdir(), 'memhog-advise-check-'));
  for (const stack of stacksOf(values.uwsgi)) {
    if (values.only !== undefined && values.only !== stack.name) continue;
    const { versions, missing } = versionsOf(stack);
    if (missing !== undefined) {
      console.log(`${stack.title}: skipped, not installed (tried: ${missing})`);
      sections.push(`## ${stack.title}\n\nSkipped: not installed.`);
      continue;
    }
    console.log(`${stack.title}: ${versions.join(', ')}`);
    const checked = await check(stack, versions, join(work, stack.name));
    sections.push(sectionOf(checked));
    for (const { name, holds } of verdictsOf(checked)) {
      console.log(`  ${name}: ${holds ? 'holds' : 'DOES NOT HOLD'}`);
      if (!holds) process.exitCode = 1;
    }
  }
  if (values.keep === undefined) rmSync(work, { recursive: true });
  if (values.only === undefined)
    writeFileSync('reports/advise.md', `${[head(), ...sections].join('\n\n')}\n`);
  else console.log(sections.join('\n\n'));
}

const HOW = [
  `- The load: ${rate} calls a second for all of ${values.workers} workers, seed ${seed}; the leaking route is asked for far more often than in the samples, so that a life lasts some ${values.life} s, not hours. \`--memory\` is the least whole MiB for which lives of that length are advised.`,
  '- **Predicted peak**: the figure that `advise` gives as "less than … 99 % of the time", the greater of the long run and the first round after a start in step. It is a bound for days: a run of minutes comes near to it where workers are in step, and stays below it where they drift apart.',
  '- **Measured peak**: resident memory of all workers added up, from /proc every 100 ms; beside it the sum of the latest readings of the log. Resident memory counts shared pages in each worker, on both sides.',
  '- **Restarts**: workers that left during the run, counted. Predicted is the hourly figure of `advise` for the requests of the run, less half a life of each worker, since all are new when it begins; replays of a run of the same length stand below.',
  '- **Workers down**: from what each worker writes when it leaves and when it can serve, and from processes that are missing when looked at from outside. Promised is one, where `advise` says that the chance of more is at most 1 % per restart; where it says that the chance is greater, the most that its own replay of a day comes to.',
].join('\n');

function head(): string {
  const day = new Date().toISOString().slice(0, 10);
  return [
    '# Advice, kept',
    'What `memhog advise` says about memory and restarts, beside what a real server then does. A leaking shop (samples/gunicorn/app.py, for Celery samples/celery/tasks.py) runs without restarts and writes its log; `advise` reads that log; the lines it says to paste are pasted, and the same load runs again.',
    `Measured ${day} on ${availableParallelism()} shared cores, Linux ${release()}, Node ${process.versions.node}. Repeat it with \`npm run advise-check\` (twenty minutes; Debian's gunicorn, uwsgi-core, uwsgi-plugin-python3, celery, python3-redis and redis-server; with \`-- --uwsgi PROGRAM\` a uWSGI of PyPI, which has max-requests-delta from 2.0.29 on).`,
    HOW,
  ].join('\n\n');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopAll().then(() => process.exit(1)));

try {
  await main();
} finally {
  await stopAll();
}

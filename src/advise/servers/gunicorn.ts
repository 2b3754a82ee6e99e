/**
 * Gunicorn. Read in workers/base.py of 27.0.1: `max_requests + randint(0, max_requests_jitter)`,
 * both ends included, drawn anew for every worker; jitter came with 19.2 (config.py of 19.2.0 and 27.0.1). It has no
 * limit on memory. The hook was run under sync and gthread workers of 20.1.0 and 27.0.1: `worker.alive = False`
 * is what Gunicorn itself sets when max_requests is reached.
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, noneHelps, whyMemory, whyRequests, wholeUnits } from './words.ts';

const JITTER_SINCE = [19, 2];

const hook = (mebibytes: number): string => `import os


def post_request(worker, req, environ, resp):
    with open("/proc/self/statm") as statm:
        rss = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if rss > ${mebibytes.toString()} * 1024 * 1024:
        worker.log.info("Memory above ${mebibytes.toString()} MiB: autorestarting worker.")
        worker.alive = False`;

function lines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  const { byRequests, byMemory } = plan;
  const all: AdvisedLine[] = [];
  if (byRequests) {
    const { requests, spread } = byRequests;
    const hasJitter = !isBefore(version, JITTER_SINCE);
    all.push({
      text: `max_requests = ${requests.toString()}`,
      why: whyRequests(plan, hasJitter ? byRequests : { requests, spread: 0 }),
      setting: 'max_requests',
      value: requests,
    });
    if (spread > 0 && hasJitter)
      all.push({
        text: `max_requests_jitter = ${spread.toString()}`,
        why: `each worker draws 0 to ${groupDigits(spread)} more, anew for each life, so that they do not restart together`,
        setting: 'max_requests_jitter',
        value: spread,
      });
  }
  if (byMemory !== null) {
    const mebibytes = wholeUnits(byMemory, MIB);
    all.push({
      text: hook(mebibytes),
      why: whyMemory(plan, 'Gunicorn has no setting for it; this hook looks after each request (Linux)'),
      setting: 'post_request',
      value: undefined,
    });
  }
  return all;
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  const { byRequests, byMemory, workers } = plan;
  return {
    files: [{ name: 'gunicorn.conf.py', lines: lines(plan, context) }],
    notes: [
      ...(isBefore(context.version, JITTER_SINCE)
        ? ['max_requests_jitter came with Gunicorn 19.2: before that all workers restart together']
        : []),
      ...(workers === 1 && byRequests
        ? ['With one worker nobody answers while the new one starts: use two or more']
        : []),
      ...(byMemory === null
        ? noneHelps('Gunicorn', plan)
        : [
            'The hook is not called under uvicorn workers (UvicornWorker); sync, gthread, gevent and eventlet workers call it. If you have a post_request already, put its lines there',
          ]),
    ],
  };
}

/** Gunicorn. */
export const gunicorn: AdvisedServer = {
  name: 'gunicorn',
  title: 'Gunicorn',
  asks: [
    { command: 'gunicorn', args: ['--version'], answer: /version (\d[\w.]*)/ },
    pythonPackage('gunicorn'),
  ],
  formats: ['gunicorn', 'gunicorn-access', 'gunicorn-log-format'],
  known: [
    known('max_requests', 'requests', { also: ['--max-requests'] }),
    known('max_requests_jitter', 'spread', {
      also: ['--max-requests-jitter'],
      since: JITTER_SINCE,
      needs: 'max_requests',
    }),
  ],
  abilities: (version) => ({
    spread: isBefore(version, JITTER_SINCE) ? 'none' : 'uniform',
    memory: 'rss-after-request',
  }),
  settings,
};

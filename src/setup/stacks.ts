/** Which targets of `memhog setup` write lines of a format: what a log says of the stack that it comes from. */
import { PROBE_NAMES } from './probe-targets.ts';

/** By the name of the format, the likeliest first. Lines of memhog's own are the same from every framework. */
const STACKS: Readonly<Record<string, readonly string[]>> = {
  uwsgi: ['uwsgi'],
  gunicorn: ['gunicorn'],
  'gunicorn-access': ['gunicorn'],
  access: ['gunicorn', 'uwsgi'],
  celery: ['celery'],
  memhog: ['django', 'flask', 'fastapi', 'express', 'fastify', 'koa', 'rails'],
  'ruby-server': ['rails'],
  oink: ['rails'],
  logfmt: ['rails'],
  json: ['express', 'uwsgi', 'gunicorn'],
};

/** The targets with a probe that lines of this format may come from, the likeliest first; empty if there is none. */
export function probedStacks(format: string): readonly string[] {
  return (Object.hasOwn(STACKS, format) ? STACKS[format]! : []).filter((name) => PROBE_NAMES.includes(name));
}

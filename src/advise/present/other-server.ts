/** Whether a configuration is another server's than the one the advice is for: comparing the two would find everything missing. */
import type { AdvisedServer } from '../servers/server.ts';
import { ADVISED_SERVERS } from '../servers/servers.ts';
import type { Present } from './present.ts';

/** Kinds that one server alone reads. */
const BY_KIND: Readonly<Partial<Record<Present['kind'], string>>> = {
  'uwsgi ini': 'uwsgi',
  'php-fpm pool': 'php-fpm',
};

/** Words of a file's name or of a command that tell the server, by its name. */
const ALSO_CALLED: Readonly<Record<string, readonly string[]>> = {
  celery: ['celery', 'celeryconfig'],
  gunicorn: ['gunicorn', 'gunicorn_cmd_args'],
  mod_wsgi: ['mod_wsgi'],
};

/** Everything that is no letter, digit or `_` parts words; so does the `-` of `gunicorn-web`, but not that of `php-fpm`. */
function isNamedIn(text: string, { name }: AdvisedServer): boolean {
  const lower = text.toLowerCase();
  return (ALSO_CALLED[name] ?? [name]).some((word) =>
    new RegExp(String.raw`(?<![a-z\d_])${word}(?![a-z_])`).test(lower),
  );
}

function sets(present: Present, { known }: AdvisedServer): boolean {
  const written = new Set(known.flatMap((one) => one.written));
  return present.settings.some(({ setting }) => written.has(setting));
}

/**
 * The other server that the configuration `present`, read from `text` of the file `name`, is for; undefined where it may well be
 * one of `server`. Told, in this order, by a syntax of its own, by the commands in it (of command lines), by the file's name, and by settings that
 * only others know.
 */
export function otherServerOf(
  { name, text, present }: { readonly name: string; readonly text: string; readonly present: Present },
  server: AdvisedServer,
): AdvisedServer | undefined {
  const kind = BY_KIND[present.kind];
  if (kind !== undefined)
    return kind === server.name ? undefined : ADVISED_SERVERS.find((one) => one.name === kind);
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const told = present.kind === 'command line' ? `${base}\n${withoutComments(text)}` : base;
  const named = ADVISED_SERVERS.filter((one) => isNamedIn(told, one));
  if (named.includes(server)) return undefined;
  if (named[0]) return named[0];
  return sets(present, server) ? undefined : ADVISED_SERVERS.find((one) => sets(present, one));
}

function withoutComments(text: string): string {
  return text.replace(/^\s*[#;].*$/gm, '');
}

/** Small writers of every wrapper, as the programs write them: lines in, wrapped lines out. */

/** A source of chance: a whole number from 0 to `below` - 1. */
export type Chance = (below: number) => number;

/** One way of wrapping the lines of one log. */
export interface Writer {
  readonly name: string;
  /** It says a time, or a process id, which a line without one of its own would take. */
  readonly says: readonly ('time' | 'pid')[];
  wrap(lines: readonly string[], chance: Chance): string[];
}

const STAMP = '2026-11-22T18:34:01';
const HOSTS = ['web1', 'shop-6f7d-x2', 'db8.example.org'];
/** Real transports split at 16 or 48 KiB; the lines of samples are shorter. */
const PIECE = 120;

const pickFrom = (list: readonly string[], chance: Chance): string => list[chance(list.length)]!;

/** A writer that puts one text before each line. */
function before(name: string, says: Writer['says'], prefix: (chance: Chance) => string): Writer {
  return {
    name,
    says,
    wrap: (lines, chance) => {
      const header = prefix(chance);
      return lines.map((line) => header + line);
    },
  };
}

/** Cuts a line as a transport would that takes so much at a time. */
function pieces(line: string): readonly string[] {
  if (line.length <= PIECE) return [line];
  return Array.from({ length: Math.ceil(line.length / PIECE) }, (_, i) =>
    line.slice(i * PIECE, (i + 1) * PIECE),
  );
}

/** JSON as Go writes it: `<`, `>` and `&` escaped. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);

const docker: Writer = {
  name: 'docker',
  says: ['time'],
  wrap: (lines, chance) => {
    const attrs = chance(2) === 0 ? {} : { attrs: { tag: '"}' } };
    return lines.flatMap((line) => {
      const cut = pieces(line);
      return cut.map((log, i) =>
        goJson({
          log: i === cut.length - 1 ? `${log}\n` : log,
          stream: 'stdout',
          ...attrs,
          time: `${STAMP}.123456789Z`,
        }),
      );
    });
  },
};

/** The lines of a CRI container, of one stream. */
export function criLines(line: string, stream: string): readonly string[] {
  const cut = pieces(line);
  return cut.map(
    (text, i) => `${STAMP}.12345678${i % 10}+00:00 ${stream} ${i === cut.length - 1 ? 'F' : 'P'} ${text}`,
  );
}

const journal: Writer = {
  name: 'journald',
  says: ['time', 'pid'],
  wrap: (lines, chance) => {
    const common = {
      __REALTIME_TIMESTAMP: '1795373547123456',
      _HOSTNAME: pickFrom(HOSTS, chance),
      _PID: '1234',
    };
    return lines.flatMap((line) => {
      const cut = chance(3) === 0 ? pieces(line) : [line];
      return cut.map((text, i) =>
        JSON.stringify({
          ...common,
          MESSAGE: chance(3) === 0 ? [...Buffer.from(text)] : text,
          _LINE_BREAK: i === cut.length - 1 ? undefined : 'line-max',
          SYSLOG_IDENTIFIER: 'uwsgi',
        }),
      );
    });
  },
};

const octets: Writer = {
  name: 'octet-counted',
  says: ['time', 'pid'],
  wrap: (lines) =>
    lines.map((line) => {
      const packet = `<165>1 ${STAMP}.003Z web9 app 1234 - -  ${line}`;
      return `${Buffer.byteLength(packet)} ${packet}`;
    }),
};

const compose: Writer = {
  name: 'compose',
  says: [],
  wrap: (lines, chance) => {
    const name = `web-${1 + chance(9)}`.padEnd(7 + chance(6));
    const isColoured = chance(2) === 0;
    const prefix = isColoured ? `\u001b[36m${name} | \u001b[0m` : `${name} | `;
    return lines.map((line) => prefix + line);
  },
};

/** Every writer. */
export const WRITERS: readonly Writer[] = [
  before('syslog', ['time', 'pid'], (chance) => `Nov 22 18:34:01 ${pickFrom(HOSTS, chance)} uwsgi[1234]: `),
  before(
    'syslog without pid',
    ['time'],
    (chance) => `<30>Nov 22 18:34:01 ${pickFrom(HOSTS, chance)} uwsgi: `,
  ),
  before(
    'rsyslog',
    ['time', 'pid'],
    (chance) => `${STAMP}.123456+00:00 ${pickFrom(HOSTS, chance)} uwsgi[1234]: `,
  ),
  before('short-iso', ['time', 'pid'], (chance) => `${STAMP}+0000 ${pickFrom(HOSTS, chance)} uwsgi[1234]: `),
  before(
    'syslog-5424',
    ['time'],
    (chance) => `<165>1 ${STAMP}.003Z ${pickFrom(HOSTS, chance)} app - ID47 [sd@1 k="\\"]"]  `,
  ),
  before('logplex', ['time'], (chance) => `<190>1 ${STAMP}+00:00 host app web.${chance(9)} - `),
  before('heroku', ['time'], (chance) => `${STAMP}.123456+00:00 app[web.${chance(9)}]: `),
  before('timestamps', ['time'], () => `${STAMP}.123456789Z `),
  before('kubectl', [], (chance) => `[pod/${pickFrom(HOSTS, chance)}/app] `),
  before('passenger', ['pid'], () => 'App 12345 output: '),
  before('colour', [], () => '\u001b[1;32m\u001b[0m'),
  docker,
  { name: 'cri', says: ['time'], wrap: (lines) => lines.flatMap((line) => criLines(line, 'stdout')) },
  journal,
  octets,
  compose,
];

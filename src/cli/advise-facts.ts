/** What `advise` must know and the log need not say: whose flag, setting or file says it. */
import { parseWhatIf } from '../advise/what-if.ts';
import type { WhatIf } from '../advise/what-if.ts';
import { DEFAULT_RESERVE } from '../advise/advise.ts';
import { ADVISED_SERVERS, serverOfFormat } from '../advise/servers/servers.ts';
import { stackOfLog } from '../advise/cause/log-stack.ts';
import { node } from '../advise/servers/node.ts';
import type { AdvisedServer } from '../advise/servers/server.ts';
import type { AdviceAsked } from '../advise/whole-advice.ts';
import { UsageError } from '../errors.ts';
import type { Profile } from '../profile/profile.ts';
import { parseVersion } from '../setup/target.ts';
import { DEFAULT_CONFIG } from './config.ts';
import type { Config } from './config.ts';
import { installedVersion } from './installed-version.ts';
import type { Io } from './io.ts';
import { memoryFlag, reserveFlag } from './machine-memory.ts';
import { countFlag } from './options.ts';

/** Flags of `advise` that stand for facts. */
export interface FactFlags {
  readonly config?: string;
  readonly server?: string;
  readonly serverVersion?: string;
  readonly memory?: string;
  readonly workers?: string;
  readonly reserve?: string;
  readonly boot?: string;
  readonly whatIf?: readonly string[];
}

/** Facts, before anything is read: wrong flags should not wait for a long log. */
export type MachineFacts = Omit<AdviceAsked, 'server' | 'version' | 'check' | 'acknowledged'>;

const NAMES = ADVISED_SERVERS.map(({ name }) => name).join(', ');

/** Memory, reserve, workers and what is asked about. Throws UsageError for flags and settings that make no sense. */
export function machineFacts(flags: FactFlags, config: Config): MachineFacts {
  const file = flags.config ?? DEFAULT_CONFIG;
  const memory = memoryFlag(flags.memory ?? config.memory);
  const given = flags.reserve ?? config.reserve;
  const workers = flags.workers === undefined ? config.workers : countFlag('--workers', flags.workers);
  if (workers === 0) throw new UsageError("--workers '0' must be at least 1");
  const origin = (flag: string, own: unknown, setting: unknown, otherwise: string): string =>
    own !== undefined ? flag : setting !== undefined ? file : otherwise;
  return {
    memory: memory.bytes,
    reserve:
      given === undefined ? Math.round(DEFAULT_RESERVE * memory.bytes) : reserveFlag(given, memory.bytes),
    ...(workers === undefined ? {} : { workers }),
    ...(flags.boot === undefined ? {} : { boot: secondsFlag('--boot', flags.boot) }),
    ...whatIfOf(flags.whatIf),
    origins: {
      server: '',
      version: '',
      memory: origin('--memory', flags.memory, config.memory, memory.from),
      reserve: origin('--reserve', flags.reserve, config.reserve, '25 % is the default'),
      workers: origin('--workers', flags.workers, config.workers, 'the log'),
    },
  };
}

function whatIfOf(texts: readonly string[] | undefined): { whatIf?: WhatIf } {
  return texts === undefined ? {} : { whatIf: parseWhatIf(texts.join(',')) };
}

function secondsFlag(flag: string, text: string): number {
  const [, digits] = /^(\d{1,5}(?:\.\d{1,3})?) ?s?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new UsageError(`${flag} '${text}' must be a number of seconds such as 4 or 0.5`);
  return Number(digits);
}

/** The server of the flag or the configuration; undefined where neither names one. Throws UsageError for an unknown name. */
export function namedServer(flags: FactFlags, config: Config): AdvisedServer | undefined {
  const name = flags.server ?? config.server;
  if (name === undefined) return undefined;
  const server = ADVISED_SERVERS.find((one) => one.name === name.toLowerCase());
  if (!server)
    throw new UsageError(
      `${flags.server === undefined ? `${flags.config ?? DEFAULT_CONFIG}: 'server'` : '--server'} '${name}' is not one of ${NAMES}`,
    );
  return server;
}

/** The servers whose formats the log has lines of; where those do not tell, the servers that said their name in it. */
export function serversOfLog({
  coverage,
  servers,
}: Pick<Profile, 'coverage' | 'servers'>): readonly AdvisedServer[] {
  const found = coverage.formats.flatMap(([format]) => serverOfFormat(format) ?? []);
  if (found.length > 0) return [...new Set(found)];
  return ADVISED_SERVERS.filter(({ name }) => servers.some((one) => one.name === name));
}

/** The server that wrote the log; Node itself where no server is named and the figures are those of Node. Throws UsageError where that cannot be told. */
export function serverOfLog(profile: Profile): AdvisedServer {
  const [first, ...others] = serversOfLog(profile);
  if (!first && stackOfLog(profile) === 'node') return node;
  if (!first)
    throw new UsageError(`the log does not tell which server wrote it: add --server with one of ${NAMES}`);
  if (others.length > 0)
    throw new UsageError(
      `the log is of several servers: add --server with one of ${[first, ...others].map(({ name }) => name).join(', ')}`,
    );
  return first;
}

/** What decides which version a server has. */
export interface VersionSources {
  /** Whether a flag or the configuration names the server. */
  readonly isNamed: boolean;
  readonly profile: Pick<Profile, 'servers'>;
  readonly flags: FactFlags;
  readonly config: Config;
  /** Asks for the version that is installed here; empty where none answers. */
  readonly installed: (server: AdvisedServer) => string;
}

/**
 * The server with its version: `--server-version`, that of the configuration, what the log says at the start of the server, or what is installed here.
 * Throws UsageError for a version that is none.
 */
export function serverFacts(
  server: AdvisedServer,
  { isNamed, profile, flags, config, installed }: VersionSources,
): Pick<AdviceAsked, 'server' | 'version'> & { readonly from: { server: string; version: string } } {
  const file = flags.config ?? DEFAULT_CONFIG;
  const given = flags.serverVersion ?? config.serverVersion;
  const where = flags.serverVersion === undefined ? `${file}: 'serverVersion'` : '--server-version';
  if (given !== undefined && !parseVersion(given))
    throw new UsageError(`${where} '${given}' must be a version such as 2.0.21`);
  const said = profile.servers.findLast(({ name, version }) => name === server.name && parseVersion(version));
  const [version, origin] =
    given !== undefined
      ? [given, whereFrom(flags, file)]
      : said
        ? [said.version, 'the log']
        : [installed(server), 'as installed here'];
  const named = flags.server !== undefined ? '--server' : file;
  return {
    server,
    version,
    from: { server: isNamed ? named : 'the log', version: version === '' ? '' : origin },
  };
}

/** Asks the programs of a server for the version that is installed here. */
export const askInstalled =
  (io: Pick<Io, 'cwd'>) =>
  ({ asks }: AdvisedServer): string =>
    installedVersion(asks, io.cwd);

const whereFrom = ({ serverVersion }: FactFlags, file: string): string =>
  serverVersion === undefined ? file : '--server-version';

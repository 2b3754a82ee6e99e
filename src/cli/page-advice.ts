/** The advice that a page shows of its own accord. */
import type { AdvisedServer } from '../advise/servers/server.ts';
import { wholeAdvice } from '../advise/whole-advice.ts';
import type { WholeAdvice } from '../advise/whole-advice.ts';
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import type { FactFlags } from './advise-facts.ts';
import { askInstalled, machineFacts, namedServer, serverFacts, serversOfLog } from './advise-facts.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';

/** Gives the advice for a page; undefined where there is none. */
export type PageAdviser = (profile: Profile, ranking: Ranking) => WholeAdvice | undefined;

/**
 * An adviser for the server that the configuration or the log names, with the memory of the configuration or of this machine.
 * It has nothing to say where no one server is known, where nothing grows, and where nothing can be advised. For any number of
 * pages each server is asked for its version once. Throws UsageError for settings of the configuration that make no sense.
 */
export function pageAdviser(
  flags: Pick<FactFlags, 'config'>,
  config: Config,
  io: Pick<Io, 'cwd'>,
): PageAdviser {
  // The flags of the command are about other things.
  const only: FactFlags = flags.config === undefined ? {} : { config: flags.config };
  const named = namedServer(only, config);
  const facts = machineFacts(only, config);
  const known = new Map<AdvisedServer, string>();
  const ask = askInstalled(io);
  const installed = (server: AdvisedServer): string => {
    const version = known.get(server) ?? ask(server);
    known.set(server, version);
    return version;
  };
  return (profile, ranking) => {
    if (ranking.unit === 'count' || ranking.metric === 'peak' || ranking.answer.kind === 'none')
      return undefined;
    const found = serversOfLog(profile);
    const server = named ?? (found.length === 1 ? found[0] : undefined);
    if (!server) return undefined;
    const isNamed = named !== undefined;
    const { from, ...of } = serverFacts(server, { isNamed, profile, flags: only, config, installed });
    const advice = wholeAdvice(profile, ranking, { ...facts, ...of, origins: { ...facts.origins, ...from } });
    return advice.answer.kind === 'restart' ? advice : undefined;
  };
}

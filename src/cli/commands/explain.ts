import { UsageError } from '../../errors.ts';
import { rank } from '../../ranking/rank.ts';
import type { Finding } from '../../ranking/ranking.ts';
import { explainFinding } from '../../render/explain.ts';
import { matchesGlob } from '../../routes/rules.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { nextSteps } from '../next-step.ts';
import { readOptions, viewOptions } from '../options.ts';
import type { ViewFlags } from '../options.ts';
import { checkDestination, deliver } from './output.ts';

/** Names offered when none fits. */
const OFFERED = 5;

/** `memhog explain ENDPOINT`: the evidence for one row, in words and figures. */
export async function explain(
  name: string,
  files: readonly string[],
  flags: ViewFlags,
  io: Io,
): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  const view = viewOptions(flags, config);
  checkDestination(flags.out, io);
  const { profile, inputs } = await load(readOptions(files, flags, config, io), io);
  const ranking = rank(profile, { ...view.rank, inputs });
  const found = findingsNamed(ranking.findings, name);
  const options = { width: io.columns ?? 80, color: io.color && flags.out === undefined };
  const texts = found.map((finding) =>
    explainFinding(finding, ranking, { ...options, next: nextSteps(finding, ranking, profile) }),
  );
  deliver(texts.join('\n'), flags.out, io);
  return 0;
}

/** The rows meant: by endpoint, by route with any method, or by a pattern. Throws UsageError when there is none. */
function findingsNamed(findings: readonly Finding[], name: string): readonly Finding[] {
  const exact = findings.filter(({ endpoint }) => endpoint.toLowerCase() === name.toLowerCase());
  if (exact.length > 0) return exact;
  const routes = findings.filter(
    ({ route, endpoint }) => route === name || matchesGlob(name, route) || matchesGlob(name, endpoint),
  );
  if (routes.length > 0) return routes;
  const near = findings.filter(({ endpoint }) => endpoint.includes(name));
  const offered = (near.length > 0 ? near : findings)
    .slice(0, OFFERED)
    .map(({ endpoint }) => `'${endpoint}'`);
  throw new UsageError(
    `no endpoint '${name}' in this log; ${near.length > 0 ? 'near it' : 'at the top'} are ${offered.join(', ')} (see \`memhog parse --top 0\`)`,
  );
}

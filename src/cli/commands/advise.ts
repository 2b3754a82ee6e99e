import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { withLimitsBelowStart } from '../../advise/present/below-start.ts';
import { otherServerOf } from '../../advise/present/other-server.ts';
import { LARGEST_CONFIGURATION, readPresent } from '../../advise/present/read.ts';
import { workersOfPresent } from '../../advise/present/recycling.ts';
import type { AdvisedServer } from '../../advise/servers/server.ts';
import type { PresentFile, WholeAdvice } from '../../advise/whole-advice.ts';
import { wholeAdvice } from '../../advise/whole-advice.ts';
import { InputError, UsageError } from '../../errors.ts';
import { rank } from '../../ranking/rank.ts';
import { renderAdviceJson } from '../../render/advice/advice-json.ts';
import { renderAdviceMarkdown } from '../../render/advice/advice-markdown.ts';
import { renderAdviceTable } from '../../render/advice/advice-table.ts';
import type { AdviceOptions } from '../../render/advice/advice-table.ts';
import { parseVersion } from '../../setup/target.ts';
import { acknowledgedOn, today, withKnown } from '../acknowledged.ts';
import { askInstalled, machineFacts, namedServer, serverFacts, serverOfLog } from '../advise-facts.ts';
import type { FactFlags, MachineFacts } from '../advise-facts.ts';
import { rankingPage } from '../ranking-page.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { readOptions } from '../options.ts';
import type { ReadFlags } from '../options.ts';
import { withoutDirectory } from '../redact.ts';
import { checkDestination, deliver } from './output.ts';

/** Flags of `advise`. */
export interface AdviseFlags extends ReadFlags, FactFlags {
  readonly check?: string;
  readonly cause?: boolean;
  readonly output?: string;
  readonly out?: string;
  readonly failOn?: string;
}

/** Columns when nobody is watching. */
const PIPED_COLUMNS = 100;

/** `memhog advise`: when workers should restart, in the words of their server. */
export async function adviseCommand(files: readonly string[], flags: AdviseFlags, io: Io): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  if (flags.failOn !== undefined && flags.check === undefined)
    throw new UsageError('--fail-on differs needs a file to compare with: add --check FILE');
  const asked = machineFacts(flags, config);
  const named = namedServer(flags, config);
  const check = flags.check === undefined ? undefined : presentFile(flags.check, flags.redact === true, io);
  // Before a long log is read, where the server is known already.
  if (check && named) refuseOther(check, named);
  const facts = withWorkersOf(check, asked);
  checkDestination(flags.out, io);
  const { profile, inputs } = await load(readOptions(files, flags, config, io), io);
  const server = named ?? serverOfLog(profile);
  if (check) refuseOther(check, server);
  const ranking = rank(profile, { inputs });
  const acknowledged = acknowledgedOn(today(io), config);
  const { from, ...of } = serverFacts(server, {
    isNamed: named !== undefined,
    profile,
    flags,
    config,
    installed: askInstalled(io),
  });
  const made = wholeAdvice(profile, ranking, {
    ...facts,
    ...of,
    origins: { ...facts.origins, ...from },
    acknowledged: acknowledged.map(({ endpoint }) => endpoint),
    ...(check ? { check: { file: check.file, present: check.present } } : {}),
  });
  const whole = check ? withLimitsChecked(made, check, of) : made;
  const content =
    flags.output === 'html'
      ? await rankingPage(profile, withKnown(ranking, acknowledged), whole, false)
      : rendered(whole, flags, io);
  deliver(content, flags.out, io);
  return flags.failOn === 'differs' && whole.check?.differs === true ? 1 : 0;
}

/** A configuration to compare with, and its text. */
interface CheckedFile extends PresentFile {
  readonly text: string;
}

/** Throws UsageError for the configuration of another server: all of it would be found missing. */
function refuseOther({ file, text, present }: CheckedFile, server: AdvisedServer): void {
  const other = otherServerOf({ name: file, text, present }, server);
  if (!other) return;
  throw new UsageError(
    `--check ${file} looks like a configuration of ${other.title}, but the advice is for ${server.title}: name a file of ${server.title}, or add --server ${other.name}`,
  );
}

/** What a new worker holds is known only once the log is measured. */
function withLimitsChecked(
  whole: WholeAdvice,
  { present }: PresentFile,
  { server, version }: { readonly server: AdvisedServer; readonly version: string },
): WholeAdvice {
  const { check, workload } = whole;
  if (!check || !workload || workload.evidence.born === 0) return whole;
  const { start } = workload;
  const rows = withLimitsBelowStart(check.rows, present, { server, version: parseVersion(version), start });
  const isWorse = rows.some((row) => row.judgement === 'too-low' && !check.rows.includes(row));
  // What a row says of a limit in the file, a note need not say again.
  const notes = isWorse ? whole.notes.filter(({ code }) => code !== 'over-at-start') : whole.notes;
  return { ...whole, notes, check: { ...check, rows, differs: check.differs || isWorse } };
}

/** The configuration knows how many workers there will be; the log, how many there were. */
function withWorkersOf(check: PresentFile | undefined, facts: MachineFacts): MachineFacts {
  const workers = check && workersOfPresent(check.present);
  if (!check || workers === undefined || facts.workers !== undefined) return facts;
  return { ...facts, workers, origins: { ...facts.origins, workers: check.file } };
}

function rendered(whole: WholeAdvice, { output = 'table', out, cause = false }: AdviseFlags, io: Io): string {
  if (output === 'json') return renderAdviceJson(whole);
  if (output === 'markdown') return renderAdviceMarkdown(whole);
  const options: AdviceOptions = {
    width: io.columns ?? (io.stdoutIsTerminal ? 80 : PIPED_COLUMNS),
    color: io.color && out === undefined,
    allSteps: cause,
  };
  return renderAdviceTable(whole, options);
}

/** The configuration, read as text. Throws InputError where there is no such file, UsageError for one that is none known. */
function presentFile(path: string, isRedacted: boolean, io: Pick<Io, 'cwd'>): CheckedFile {
  const file = isRedacted ? withoutDirectory(path) : path;
  const text = configurationText(path, io);
  return { file, text, present: readPresent(file, text) };
}

function configurationText(path: string, io: Pick<Io, 'cwd'>): string {
  const full = resolve(io.cwd, path);
  try {
    const stat = statSync(full);
    // A device or a pipe may never end, a large file is none that a server reads.
    if (!stat.isFile() || stat.size > LARGEST_CONFIGURATION)
      throw new UsageError(
        `--check ${path} is ${stat.isFile() ? 'larger than 1 MiB' : 'no file'}: is it a configuration?`,
      );
    return readFileSync(full, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new InputError(
      `cannot read --check ${path}: ${isMissing ? 'there is no such file; check the name' : 'may you read it?'}`,
    );
  }
}

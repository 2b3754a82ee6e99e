import { checksOf, isSampled } from '../../check/log-check.ts';
import { hasProbe } from '../../check/probe-check.ts';
import { Clock } from '../../check/clock.ts';
import { allFormats } from '../../formats/formats.ts';
import { lineExample } from '../../formats/mask.ts';
import type { Profile } from '../../profile/profile.ts';
import { rank } from '../../ranking/rank.ts';
import { isoTime } from '../../ranking/summary.ts';
import { renderCheck } from '../../render/check.ts';
import type { CheckReport } from '../../render/check.ts';
import { inertJson } from '../../render/json.ts';
import { probedStacks } from '../../setup/stacks.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { loadAny } from '../load.ts';
import type { Loaded } from '../load.ts';
import { readOptions } from '../options.ts';
import type { ReadFlags } from '../options.ts';

/** Flags of `check`. */
export interface CheckFlags extends ReadFlags {
  readonly output?: string;
}

/** `memhog check`: what a log is, how much of it is usable, what is missing. Exit code 2 when nothing is usable. */
export async function check(files: readonly string[], flags: CheckFlags, io: Io): Promise<ExitCode> {
  const options = readOptions(files, flags, readConfig(flags.config, io.cwd), io);
  const clock = new Clock();
  const loaded = await loadAny(options, io, (kind, record) => clock.see(kind, record));
  const report = reportOf(loaded, clock, options.formats);
  io.out(
    flags.output === 'json'
      ? `${inertJson(JSON.stringify({ schema: 'memhog.check/1', ...report }, null, 2))}\n`
      : renderCheck(report, { width: io.columns ?? 110, color: io.color }),
  );
  return report.usable === 0 ? 2 : 0;
}

function reportOf(
  { profile, inputs, formats, wrappers, failed }: Loaded,
  clock: Clock,
  options: Parameters<typeof allFormats>[0],
): CheckReport {
  const { coverage, from, to, workers } = profile;
  const ranking = coverage.readings > 0 ? rank(profile) : undefined;
  const titles = new Map(allFormats(options).map(({ name, about }) => [name, about.title]));
  return {
    inputs,
    formats:
      coverage.formats.length > 0
        ? coverage.formats.map(([name, lines]) => ({ name, title: titles.get(name) ?? name, lines }))
        : formats.map(({ format: { name, about }, lifecycle, ignored, malformed }) => ({
            name,
            title: about.title,
            lines: lifecycle + ignored + malformed,
          })),
    wrappers: [...wrappers].map(([name, lines]) => ({ name, lines })),
    lines: coverage.lines,
    usable: usableOf(profile),
    readings: coverage.readings,
    from: isoTime(from),
    to: isoTime(to),
    workers: workers.filter(({ lives }) => lives.length > 0).length,
    hosts: new Set(workers.map(({ source, host }) => `${source}\n${host}`)).size,
    checks: checksOf({ profile, ranking, clock, formats, failed, probes: probesOf(coverage) }),
    // In a log that can be read, what resembles nothing is the server's own text: its banner, tracebacks.
    failed: failed()
      .filter(({ nearest }) => coverage.readings < coverage.lines / 2 || nearest.length > 0)
      .map(({ bytes, line, reason, nearest }) => ({
        line,
        reason,
        nearest,
        text: lineExample(bytes, 0, bytes.length, false),
      })),
  };
}

/** The targets with a probe that most lines may come from. */
function probesOf({ formats }: Profile['coverage']): readonly string[] {
  const most = [...formats].sort(([, a], [, b]) => b - a);
  return most.map(([format]) => probedStacks(format)).find((stacks) => stacks.length > 0) ?? [];
}

/** Lines of use: those with a reading, and the requests between readings where these stand apart or are sampled. */
function usableOf(profile: Profile): number {
  const { readings, requests, samples } = profile.coverage;
  return readings > 0 && (isSampled(profile.coverage) || hasProbe(profile)) ? requests + samples : readings;
}

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../errors.ts';
import { renderSetup, renderTargets } from '../../render/setup.ts';
import { PROBE_NAMES, withProbe } from '../../setup/probe-targets.ts';
import { isTraceable } from '../../setup/traceable.ts';
import { parseVersion } from '../../setup/target.ts';
import type { Target } from '../../setup/target.ts';
import { TARGETS } from '../../setup/targets.ts';
import { installedVersion } from '../installed-version.ts';
import type { ExitCode, Io } from '../io.ts';
import { contentOf, writeFiles } from '../setup-files.ts';

/** Flags of `setup`. */
export interface SetupFlags {
  readonly write?: string;
  readonly show?: boolean;
  readonly force?: boolean;
  readonly probe?: boolean;
  readonly trace?: string;
}

/** The folder of this package; the compiled modules lie as deep in it as the sources. */
const HOME = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');

/** The target of that name, with the probe where that is asked for; throws UsageError if there is none. */
function targetOf(name: string, { probe = false, trace }: SetupFlags): Target {
  const plain = TARGETS.find((one) => one.name === name.toLowerCase());
  if (!plain)
    throw new UsageError(`setup knows no '${name}'; it knows ${TARGETS.map((one) => one.name).join(', ')}`);
  if (!probe && trace === undefined) return plain;
  const endpoint = trace?.trim().replaceAll(/\s+/g, ' ') ?? '';
  if (trace !== undefined && !isTraceable(endpoint))
    throw new UsageError(
      `--trace takes an endpoint as memhog names it, such as 'GET /search', or a task; '${trace}' is none`,
    );
  const target = withProbe(plain, { trace: endpoint });
  if (target) return target;
  throw new UsageError(`there is no probe for ${plain.name}; there is one for ${PROBE_NAMES.join(', ')}`);
}

/** `memhog setup SERVER`: what to paste so that it logs memory; without SERVER the list of them. */
export function setup(name: string | undefined, flags: SetupFlags, io: Io): ExitCode {
  if (name === undefined) {
    io.out(renderTargets(TARGETS));
    return 0;
  }
  const target = targetOf(name, flags);
  const version = installedVersion(target.asks, io.cwd);
  const parsed = parseVersion(version);
  const written =
    flags.write === undefined ? '' : writeFiles(target, { ...flags, folder: flags.write, cwd: io.cwd });
  io.out(
    renderSetup(
      {
        target,
        version,
        files: target.files.map((file) => basename(file)),
        written,
        steps: target.steps(parsed, HOME),
        notes: target.notes(parsed),
      },
      { width: io.columns ?? 100, color: io.color },
    ),
  );
  if (flags.show === true) for (const file of target.files) io.out(`\n${contentOf(file)}`);
  return 0;
}

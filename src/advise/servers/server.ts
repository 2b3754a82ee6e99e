/** A server as `memhog advise` speaks of it: what it can be told, and in which words. */
import type { VersionQuestion, Version } from '../../setup/target.ts';
import type { Abilities, RecyclingPlan } from '../plan.ts';
import type { Recycling } from '../settings.ts';

/** One line to paste. */
export interface AdvisedLine {
  /** As it stands in the file; several lines of a file only where they belong together (a hook). */
  readonly text: string;
  /** What it does, and why; a sentence without its full stop. */
  readonly why: string;
  /** The setting it gives, by its `KnownSetting` name; empty for a line that gives none (`master = true`). */
  readonly setting: string;
  /** The value in the server's own unit; undefined where it is no number. */
  readonly value: number | undefined;
}

/** Lines for one file, or for the command line that starts the server. */
export interface AdvisedFile {
  /** `gunicorn.conf.py`, `uwsgi.ini`, or `command line`. */
  readonly name: string;
  readonly lines: readonly AdvisedLine[];
}

/** What to paste, and what to know beside it. */
export interface ServerAdvice {
  readonly files: readonly AdvisedFile[];
  /** Sentences without their full stop. */
  readonly notes: readonly string[];
}

/** What a setting limits. */
export type Role =
  | 'requests'
  | 'spread'
  /** Memory of one worker. */
  | 'memory'
  /** Memory of all workers together. */
  | 'memory-of-all'
  /** How long a worker lives. */
  | 'time'
  /** How long a worker lives at least. */
  | 'least-life'
  /** How often the memory is looked at. */
  | 'look'
  /** Not advised, but worth a word when present. */
  | 'other';

/** A setting that the server has, in some version. */
export interface KnownSetting {
  /** As the advice names it. */
  readonly name: string;
  /** Every way in which a configuration or a command line may write it, `name` included. */
  readonly written: readonly string[];
  readonly role: Role;
  /** Bytes, or seconds, in one unit of the value; 1 for counts. */
  readonly unit: number;
  /** The first version that has it; undefined where no version without it was met. */
  readonly since: Version | undefined;
  /** Without this other setting it does nothing; empty for none. */
  readonly needs: string;
  /** The server's own value, where a present one is held against that if none is advised; undefined for nothing to hold. */
  readonly usual: number | undefined;
  /** Said when it is present though nobody advises it; empty for nothing to say. */
  readonly warning: string;
}

/** What the texts need to know beside the plan. */
export interface AdviceContext {
  /** Undefined where no installed server answered: then what came late is named with its version. */
  readonly version: Version | undefined;
  /** Bytes that all workers together may take. */
  readonly memory: number;
}

/** One server of `memhog advise --server`. */
export interface AdvisedServer {
  /** The word after `--server`. */
  readonly name: string;
  readonly title: string;
  /** Asked in turn for the version installed here. */
  readonly asks: readonly VersionQuestion[];
  /** Names of the log formats (`src/formats`) that this server writes and no other of the list does. */
  readonly formats: readonly string[];
  readonly known: readonly KnownSetting[];
  /** What this version can be told; the newest one known where it is undefined. */
  readonly abilities: (version: Version | undefined) => Abilities;
  /**
   * What a configuration sets, in plain units, that is more than a number in a role: who looks at the memory, and how often.
   * `valueOf` gives the number of a known setting where the file sets one that counts.
   */
  readonly watched?: (
    valueOf: (setting: string) => number | undefined,
    version: Version | undefined,
  ) => Partial<Pick<Recycling, 'memory' | 'watch' | 'time'>>;
  /** The plan in the server's own syntax and unit. Never gives a setting that `version` does not have. */
  readonly settings: (plan: RecyclingPlan, context: AdviceContext) => ServerAdvice;
}

/** A setting with the usual answers where nothing else is said. */
export function known(
  name: string,
  role: Role,
  more: Partial<Omit<KnownSetting, 'name' | 'role' | 'written'>> & { readonly also?: readonly string[] } = {},
): KnownSetting {
  const { also = [], ...rest } = more;
  return {
    name,
    role,
    written: [name, ...also],
    unit: 1,
    since: undefined,
    needs: '',
    usual: undefined,
    warning: '',
    ...rest,
  };
}

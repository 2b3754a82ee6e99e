/** Something memory can be switched on in: a server, a framework, a job runner. */

/** How to ask for the version that is installed. */
export interface VersionQuestion {
  readonly command: string;
  readonly args: readonly string[];
  /** The version in what it prints, as its first group. */
  readonly answer: RegExp;
}

/** One thing to do. */
export interface Step {
  /** What it does, and why; a sentence without its full stop. */
  readonly why: string;
  /** Where to paste; empty for a command line. */
  readonly where: string;
  /** What to paste, exactly. */
  readonly paste: string;
}

/** One entry of `memhog setup`. */
export interface Target {
  /** The word after `memhog setup`. */
  readonly name: string;
  readonly title: string;
  /** Asked in turn until one answers. */
  readonly asks: readonly VersionQuestion[];
  /** Files of this package that have to lie beside the application, as `python/memhog_gunicorn.py`. */
  readonly files: readonly string[];
  /** The folder of the application that they go to, as `lib`; left out where they lie in the application's own. */
  readonly folder?: string;
  /** What stands behind `memhog setup NAME` for this; left out where nothing does. */
  readonly flags?: string;
  /** What to do, for the version found (`[2, 0, 21]`), or for any when none was. `home`: the folder of this package. */
  readonly steps: (version: Version | undefined, home: string) => readonly Step[];
  /** What the code that it adds costs, and what that was measured on; empty where it adds none. See costs.ts. */
  readonly cost: string;
  /** What to know beside it: what the figures mean here. */
  readonly notes: (version: Version | undefined) => readonly string[];
}

/** A version by its numbers. */
export type Version = readonly number[];

/** The numbers of `2.0.21-debian`; undefined if it begins with none. */
export function parseVersion(text: string): Version | undefined {
  const numbers = /^\d{1,6}(?:\.\d{1,6}){0,3}/.exec(text)?.[0];
  return numbers?.split('.').map(Number);
}

/** Whether `version` is known and comes before `other`. */
export function isBefore(version: Version | undefined, other: Version): boolean {
  if (!version) return false;
  for (let i = 0; i < other.length; i++) {
    const difference = (version[i] ?? 0) - other[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Asks Python for the version of one of its packages. */
export function pythonPackage(name: string): VersionQuestion {
  return {
    command: 'python3',
    args: ['-c', `import importlib.metadata as m; print("version", m.version("${name}"))`],
    answer: /version (\d[\w.]*)/,
  };
}

/** Asks Node for the version of a package installed where memhog is run. */
export function nodePackage(name: string): VersionQuestion {
  return {
    command: 'node',
    args: [
      '-p',
      `"version " + JSON.parse(require("fs").readFileSync("node_modules/${name}/package.json")).version`,
    ],
    answer: /version (\d[\w.]*)/,
  };
}

/** Asks Ruby for the version of a gem. */
export function rubyGem(name: string): VersionQuestion {
  return {
    command: 'ruby',
    args: ['-e', `puts "version " + Gem::Specification.find_by_name("${name}").version.to_s`],
    answer: /version (\d[\w.]*)/,
  };
}

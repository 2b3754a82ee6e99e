/**
 * As much of a shell as the README uses: words, single quotes, `#` remarks, `&&`, `|`, `>` and `>>`.
 * memhog runs in memory; of npm it is only checked that it would know what to do; anything else is run.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { memhog } from '../cli/world.ts';

/** The folder that holds README.md. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Columns of the terminal whose text the README shows. */
export const COLUMNS = 80;

const NPM_ITSELF = ['ci', 'install', 'pack'];

/** Lets the files of `root`/samples be found in `folder`, in place of others. */
export function showSamples(folder: string, root: string): void {
  const link = join(folder, 'samples');
  rmSync(link, { force: true });
  symlinkSync(join(root, 'samples'), link);
}

/** Runs `body` with a new empty folder in which `samples` can be found, and takes the folder away afterwards. */
export async function inSandbox<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'memhog-readme-'));
  showSamples(folder, ROOT);
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs one line in `folder`, which is also the home, and gives back what it printed. Throws when a command fails. */
export async function runLine(line: string, folder: string): Promise<string> {
  let printed = '';
  for (const part of splitAt(wordsOf(line), '&&')) printed += await runPipe(part, folder);
  return printed;
}

/** Runs every line of a block of commands. */
export async function runLines(text: string, folder: string): Promise<string> {
  let printed = '';
  for (const line of text.split('\n')) printed += await runLine(line, folder);
  return printed;
}

function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'[^']*'|&&|\||>>?|#.*|[^\s|>]+/g)].map(([word]) => word);
  return words.filter((word) => !word.startsWith('#')).map((word) => word.replaceAll("'", ''));
}

function splitAt(words: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === separator) parts.push([]);
    else parts.at(-1)!.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

async function runPipe(words: readonly string[], folder: string): Promise<string> {
  const at = words.findIndex((word) => word === '>' || word === '>>');
  const commands = splitAt(at < 0 ? words : words.slice(0, at), '|');
  let bytes: Uint8Array = new Uint8Array(0);
  for (const command of commands) bytes = await runCommand(command, bytes, folder);
  if (at < 0) return Buffer.from(bytes).toString('utf8');
  const target = resolve(folder, words[at + 1]!.replace(/^~\//, ''));
  if (words[at] === '>') writeFileSync(target, bytes);
  else appendFileSync(target, bytes);
  return '';
}

async function runCommand(words: readonly string[], stdin: Uint8Array, folder: string): Promise<Uint8Array> {
  const [program = '', ...args] = words[0] === 'npx' ? words.slice(1) : words;
  if (program === 'npm') return checkNpm(args);
  if (program !== 'memhog') return spawned(program, args, stdin, folder);
  const { code, bytes, stderr } = await memhog(args, { cwd: folder, columns: COLUMNS, stdin: [stdin] });
  if (code !== 0) throw new Error(`\`${words.join(' ')}\` ended with ${code}: ${stderr}`);
  return bytes;
}

/** npm works on the whole repository, so it is not run here: what counts is that it knows the script. */
function checkNpm([verb = '', name = '']: readonly string[]): Uint8Array {
  const script = verb === 'run' ? name : verb;
  if (!NPM_ITSELF.includes(verb) && !scripts().includes(script))
    throw new Error(`package.json has no script '${script}'`);
  return new Uint8Array(0);
}

/** The names of the scripts in package.json. */
export function scripts(): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('scripts' in manifest)) return [];
  return Object.keys(manifest.scripts ?? {});
}

function spawned(program: string, args: readonly string[], input: Uint8Array, cwd: string): Uint8Array {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, input, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`\`${program}\` ended with ${status ?? 'a signal'}: ${String(stderr)}`);
  return stdout;
}

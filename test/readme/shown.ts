/** What the README should show: the output of its examples, and its picture. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memhog } from '../cli/world.ts';
import { examplesOf, withTexts } from './blocks.ts';
import type { Block, Example } from './blocks.ts';
import { pictureOf } from './picture.ts';
import { ROOT, inSandbox, runLines } from './shell.ts';
import { runSnippet } from './snippet.ts';

/** The file that is shown and the pictures in it. */
export const README = join(ROOT, 'README.md');
export const PICTURE = join(ROOT, 'docs/parse.svg');
export const LIVE_PICTURE = join(ROOT, 'docs/live.svg');

/** Wide enough for the table with whole counts and long lines of the floor. */
const PICTURE_COLUMNS = 112;
const PICTURED = ['parse', 'samples/uwsgi/leaky-shop.log.gz'];

/** Text files have no blank ends of lines. */
const withoutBlankEnds = (text: string): string => text.replace(/ +$/gm, '');

/** Runs one example in `folder`; gives back what it prints. Throws when it fails. */
export async function runExample({ source: { language, text } }: Example, folder: string): Promise<string> {
  const printed = language === 'sh' ? runLines(text, folder) : runSnippet(text, folder);
  return withoutBlankEnds(await printed);
}

/** README.md as it is. */
export function readme(): string {
  return readFileSync(README, 'utf8');
}

/** README.md as it should be. */
export async function freshReadme(): Promise<string> {
  const markdown = readme();
  const texts = new Map<Block, string>();
  await inSandbox(async (folder) => {
    for (const example of examplesOf(markdown)) {
      if (example.output) texts.set(example.output, await runExample(example, folder));
    }
  });
  return withTexts(markdown, texts);
}

/** The picture as it should be. */
export async function freshPicture(): Promise<string> {
  const world = { cwd: ROOT, columns: PICTURE_COLUMNS, color: true };
  const { stdout } = await memhog(PICTURED, world);
  const command = `npx memhog ${PICTURED.join(' ')}`;
  return pictureOf(`$ ${command}\n${stdout}`, PICTURE_COLUMNS, `What ${command} prints`);
}

/** The fenced blocks of a Markdown text: commands, what they print, snippets. */

/** One fenced block. */
export interface Block {
  /** The word after the opening fence; empty if there is none. */
  readonly language: string;
  /** What stands between the fences, with its last newline. */
  readonly text: string;
  /** Index of its first line in the text, and of the closing fence. */
  readonly from: number;
  readonly to: number;
}

/** A block that is run, and the `text` block after it that shows what it prints, if there is one. */
export interface Example {
  readonly source: Block;
  readonly output: Block | undefined;
}

const RUN = ['sh', 'ts'];

/** All fenced blocks, in order. Throws when a fence is not closed. */
export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split('\n');
  const fences = lines.flatMap((line, i) => (line.startsWith('```') ? [i] : []));
  if (fences.length % 2 !== 0) throw new Error('a fence is not closed');
  return fences.flatMap((open, i) => {
    if (i % 2 !== 0) return [];
    const to = fences[i + 1]!;
    const text = lines.slice(open + 1, to).map((line) => `${line}\n`);
    return [{ language: lines[open]!.slice(3), text: text.join(''), from: open + 1, to }];
  });
}

/** The blocks that can be run. A `text` block shows what the block before it prints; throws when there is none. */
export function examplesOf(markdown: string): readonly Example[] {
  const blocks = blocksOf(markdown);
  const stray = blocks.find(
    ({ language }, i) => language === 'text' && !RUN.includes(blocks[i - 1]?.language ?? ''),
  );
  if (stray !== undefined) throw new Error(`line ${stray.from}: the output of nothing`);
  return blocks.flatMap((source, i) => {
    if (!RUN.includes(source.language)) return [];
    const next = blocks[i + 1];
    return [{ source, output: next?.language === 'text' ? next : undefined }];
  });
}

/** The Markdown text with other contents in some of its blocks. */
export function withTexts(markdown: string, texts: ReadonlyMap<Block, string>): string {
  const lines = markdown.split('\n');
  const lastFirst = [...texts].sort(([a], [b]) => b.from - a.from);
  for (const [{ from, to }, text] of lastFirst) {
    lines.splice(from, to - from, ...text.replace(/\n$/, '').split('\n'));
  }
  return lines.join('\n');
}

/** Options of command lines, wherever they stand: a systemd unit, a Procfile, a shell script, a Dockerfile, a compose file. */
import type { Present, PresentSetting } from './present.ts';

const WORD = /"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"',[\]]+/g;

/** Characters of a command over several lines; what comes after is a line of its own. */
const LONGEST_JOINED = 8192;

function unquoted(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word;
}

/** Lines, with those that end in a backslash joined to the next. */
function joined(text: string): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let isOpen = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    const body = line.endsWith('\\') ? `${line.slice(0, -1)} ` : line;
    const last = found.at(-1);
    if (isOpen && last && last.text.length < LONGEST_JOINED) last.text += body;
    else found.push({ text: body, line: index + 1 });
    isOpen = line.endsWith('\\');
  }
  return found;
}

function valueOfWord(word: string | undefined): number | string | undefined {
  if (word === undefined || /^-\D/.test(word) || /[$%`{]/.test(word)) return undefined;
  return /^\d{1,15}$/.test(word) ? Number(word) : word;
}

/** Words of `line`; a quoted one that holds options itself (`Environment="GUNICORN_CMD_ARGS=--max-requests 9"`) is taken apart. */
function wordsOf(line: string): readonly string[] {
  return (line.match(WORD) ?? []).flatMap((word) => {
    const bare = unquoted(word);
    return bare !== word && /\s/.test(bare) && bare.includes('-')
      ? bare.replace(/^[A-Z_]+=/, '').split(/\s+/)
      : [bare];
  });
}

/** Reads `text`. Comments are lines that begin with `#`. */
export function readCommandLines(text: string): Present {
  const settings: PresentSetting[] = [];
  for (const one of joined(text)) {
    if (/^\s*[#;]/.test(one.text)) continue;
    const words = wordsOf(one.text);
    for (const [index, word] of words.entries()) {
      const [, name, given] = /^(?:[A-Z_]+=)?(--?[a-zA-Z][\w-]*)(?:=(.*))?$/.exec(word) ?? [];
      const [, variable, value] = /^([A-Z][A-Z\d_]*_[A-Z\d_]*)=([^-].*)$/.exec(word) ?? [];
      if (name !== undefined)
        settings.push({
          setting: name,
          value: valueOfWord(given ?? words[index + 1]),
          line: one.line,
          place: '',
        });
      else if (variable !== undefined)
        settings.push({ setting: variable, value: valueOfWord(value), line: one.line, place: '' });
    }
  }
  return { kind: 'command line', settings, remarks: [] };
}

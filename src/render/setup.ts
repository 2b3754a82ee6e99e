/** What to paste to switch memory on, as text. */
import type { Step, Target } from '../setup/target.ts';
import { usableWidth, wrapHanging, wrapText } from './fit.ts';
import { createPalette } from './palette.ts';

/** What is said of one target. */
export interface SetupText {
  readonly target: Pick<Target, 'name' | 'title' | 'cost' | 'folder' | 'flags'>;
  /** The version found here, empty if none. */
  readonly version: string;
  /** Files that have to lie beside the application; where they were put, and what stood there; empty when they were not. */
  readonly files: readonly string[];
  readonly written: string;
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/** Text that is pasted is never wrapped. */
const pasted = (text: string): string[] => text.split('\n').map((line) => (line === '' ? '' : `    ${line}`));

/** The steps, numbered, and the notes. Ends with a newline. */
export function renderSetup(
  { target, version, files, written, steps, notes }: SetupText,
  options: { readonly width: number; readonly color: boolean },
): string {
  const width = Math.min(usableWidth(options.width), 100);
  const { strong, quiet } = createPalette(options.color);
  const found =
    version === ''
      ? 'no version of it was found here: this holds for the current ones'
      : `${version} found here`;
  const names = files.join(' and ');
  const copy: readonly Step[] =
    files.length === 0
      ? []
      : [
          written === ''
            ? {
                why: `puts ${names} where the application can import it (--show prints it instead)`,
                where: '',
                paste: `memhog setup ${target.name}${target.flags === undefined ? '' : ` ${target.flags}`} --write ${['/path/of/the/application', ...(target.folder === undefined ? [] : [target.folder])].join('/')}`,
              }
            : { why: `${names} ${written}`, where: '', paste: '' },
        ];
  const numbered = [...copy, ...steps].flatMap(({ why, where, paste }, i) => [
    '',
    ...wrapHanging(`${i + 1}. `, where === '' ? why : `${where}: ${why}`, width).map((line) => strong(line)),
    ...(paste === '' ? [] : ['', ...pasted(paste)]),
  ]);
  const check = [
    '',
    ...wrapHanging(
      `${copy.length + steps.length + 1}. `,
      'let it log some traffic, then look whether the log has what is needed',
      width,
    ).map(strong),
    '',
    '    memhog check THE.LOG',
  ];
  const all = [...notes, ...(target.cost === '' ? [] : [`Cost: ${target.cost}`])];
  const remarks =
    all.length === 0 ? [] : ['', ...all.flatMap((text) => wrapHanging('- ', `${text}.`, width))];
  return `${[...wrapText(`${target.title}: ${found}.`, width), ...numbered, ...check, ...remarks.map(quiet)].join('\n')}\n`;
}

/** The list of targets. Ends with a newline. */
export function renderTargets(targets: readonly Pick<Target, 'name' | 'title'>[]): string {
  const lines = targets.map(({ name, title }) => `  ${name.padEnd(10)}  ${title}`);
  return `memhog setup SERVER prints what to paste so that its log holds memory. SERVER is one of\n\n${lines.join('\n')}\n`;
}

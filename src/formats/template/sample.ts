/** What is told of a template: an example line, and what its lines have from left to right. */
import type { Landmark } from '../format.ts';
import type { Template } from './compile.ts';
import type { Field, Part, Says, Shape } from './part.ts';

const BY_MEANING: Partial<Record<Says, string>> = {
  pid: '29783',
  core: '0',
  seq: '12',
  inflight: '1',
  status: '200',
  path: '/export?id=7',
  route: '/export',
  epoch: '1795373547',
  year: '2026',
  day: '22',
  hour: '18',
  minute: '52',
  second: '27',
};

const BY_SHAPE: Readonly<Record<Shape, string>> = {
  number: '1',
  decimal: '1',
  two: '11',
  four: '2026',
  method: 'GET',
  protocol: 'HTTP/1.1',
  word: '-',
  letters: 'Nov',
  zone: '+0000',
  ctime: 'Sun Nov 22 18:52:27 2026',
  clf: '22/Nov/2026:18:52:27 +0000',
  time: '22/Nov/2026:18:52:27 +0000',
  free: '-',
};

const SHOWN_BYTES = 29_360_128;
const FIGURES: ReadonlySet<Says> = new Set(['rss', 'vsz', 'pss', 'uss', 'live', 'peak', 'rssM', 'vszM']);

function sample(field: Field): string {
  const { says, shape, scale } = field;
  if (FIGURES.has(says)) return String(Math.round(SHOWN_BYTES / scale));
  if (says === 'epoch') return String(Math.round(1_795_373_547 / scale));
  return BY_MEANING[says] ?? BY_SHAPE[shape];
}

function text(part: Part): string {
  return part.kind === 'field' ? sample(part) : String.fromCharCode(...part.needle.literal);
}

/** A line that the template fits. */
export function exampleOf({ parts }: Template): string {
  const bytes = Uint8Array.from(parts.map(text).join(''), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

const NAMES: Partial<Record<Says, string>> = {
  pid: 'the process id',
  status: 'the status',
  method: 'the method',
  time: 'the time',
  epoch: 'the time',
};

const PATTERNS: Readonly<Record<Shape, string>> = {
  number: '(?:-?\\d+|-)',
  decimal: '(?:-?\\d+(?:\\.\\d+)?|-)',
  two: '[ \\d]\\d',
  four: '\\d{4}',
  method: '\\S*',
  protocol: '[\\w./-]*',
  word: '[\\w./+-]*',
  letters: '[A-Za-z]*',
  zone: '(?:Z|[+-]\\d\\d:?\\d\\d)',
  ctime: '\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}',
  clf: '\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}',
  time: '\\S+',
  free: '',
};

function escaped(fixed: string): string {
  return fixed.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * What every line of a template has, from left to right: each field whose text can be told, with the fixed text before it;
 * that text alone before what a client wrote; and the end.
 */
export function landmarksOf({ parts }: Template): readonly Landmark[] {
  const landmarks: Landmark[] = [];
  let before = '';
  for (const part of parts) {
    if (part.kind === 'literal') {
      before += text(part);
      continue;
    }
    const landmark = landmarkOf(before, part);
    if (landmark) landmarks.push(landmark);
    before = '';
  }
  const last = parts.findLast((part) => part.kind === 'field');
  const isFree = last?.shape === 'free';
  // What ends in a client's text ends anywhere.
  if (before !== '' || !isFree)
    landmarks.push({
      what: before === '' ? END : `${shown(before)} and ${END}`,
      pattern: new RegExp(`${isFree ? '' : '^'}${escaped(before)}$`),
    });
  return landmarks;
}

const END = 'the end of the line';

const shown = (fixed: string): string => (fixed.trim() === '' ? 'a blank' : fixed.trim());

function landmarkOf(before: string, field: Field): Landmark | undefined {
  const named = NAMES[field.says] ?? (FIGURES.has(field.says) ? 'the memory' : field.name);
  if (field.shape !== 'free')
    return {
      what: `${named}, as in ${before.trimStart()}${sample(field)}`,
      pattern: new RegExp(`${escaped(before)}${PATTERNS[field.shape]}`),
    };
  if (before === '') return undefined;
  return { what: `${shown(before)} before ${named}`, pattern: new RegExp(escaped(before)) };
}

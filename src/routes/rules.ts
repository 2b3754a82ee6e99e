import { UsageError } from '../errors.ts';

/** One segment of a rule: the texts between its wildcards. `['']` never occurs; `['', '']` matches anything but nothing. */
type SegmentPattern = readonly string[];

/** A route the user named, such as `/blog/:slug`. */
export interface Rule {
  /** As the user wrote it; also the name of the route. */
  readonly text: string;
  readonly segments: readonly SegmentPattern[];
  /** The rule ends in `**`: any number of further segments may follow. */
  readonly open: boolean;
}

/** No path is read further. */
const LONGEST_RULE = 2048;

/** A parameter: `:id` at the start of a segment, `{id}` or `<int:id>` anywhere in it. */
const PARAMETERS = /^:[A-Za-z_]\w*|\{[^{}]*\}|<[^<>]*>/g;
/** A parameter that takes slashes too: Flask and Django `<path:rest>`, Starlette `{rest:path}`. */
const REST_PARAMETER = /^(?:<path:\w*>|\{\w*:path\})$/;

function segmentPattern(segment: string): SegmentPattern {
  return segment.replace(PARAMETERS, '*').split('*');
}

/**
 * Reads a rule: segments are literal or contain parameters (`:id`, `{id}`, `<int:id>`) or `*`, for any text
 * within the segment; a last segment `**` stands for all that follows, `<path:x>` or `{x:path}` for at least one segment.
 * Throws UsageError when it does not begin with a slash, holds `**` elsewhere, or is very long.
 */
export function parseRule(text: string): Rule {
  if (text.length > LONGEST_RULE)
    throw new UsageError(`route rule '${text.slice(0, 40)}…' is longer than ${LONGEST_RULE} characters`);
  if (!text.startsWith('/'))
    throw new UsageError(`route rule '${text}' must begin with '/', as in --route '/blog/:slug'`);
  const parts = text.split('/').filter((part) => part !== '');
  const anyDepth = parts.at(-1) === '**';
  if (anyDepth) parts.pop();
  if (parts.includes('**')) throw new UsageError(`route rule '${text}': '**' may stand only at the end`);
  const open = anyDepth || REST_PARAMETER.test(parts.at(-1) ?? '');
  return { text, open, segments: parts.map(segmentPattern) };
}

/** Matches the texts between the wildcards from left to right; linear in the segment, whatever the pattern. */
function matchesSegment(pattern: SegmentPattern, segment: string): boolean {
  const first = pattern[0]!;
  if (pattern.length === 1) return segment === first;
  const last = pattern.at(-1)!;
  if (
    segment.length < Math.max(1, first.length + last.length) ||
    !segment.startsWith(first) ||
    !segment.endsWith(last)
  )
    return false;
  let at = first.length;
  for (const text of pattern.slice(1, -1)) {
    const found = segment.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length;
  }
  return at <= segment.length - last.length;
}

function matches(rule: Rule, segments: readonly string[]): boolean {
  if (rule.open ? segments.length < rule.segments.length : segments.length !== rule.segments.length)
    return false;
  return rule.segments.every((pattern, i) => matchesSegment(pattern, segments[i]!));
}

/** The first rule that matches the segments of a path (empty ones left out), or undefined. */
export function firstMatch(rules: readonly Rule[], segments: readonly string[]): Rule | undefined {
  return rules.find((rule) => matches(rule, segments));
}

/** Whether `text` matches `pattern`, in which `*` stands for any text. Linear in the text, whatever the pattern. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (text === '') return pattern === '' || pattern === '*';
  return matchesSegment(pattern.split('*'), text);
}

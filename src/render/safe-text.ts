/**
 * Log content made safe to print. Paths come from strangers: an escape sequence can move the cursor, write the
 * clipboard or hide a line, a bidi control can show a path that is not there.
 */

/** Characters that act instead of showing, or that show as nothing: controls, formats, lone surrogates, private use, blanks. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/**
 * Characters whose width is not agreed upon, by terminals or by versions of the tables they use (emoji, flags, the
 * scripts outside the first plane but for Han): in a table they would push a row out of line.
 */
const UNSURE_WIDTH =
  /\p{Extended_Pictographic}|[\u2630-\u2637\u268A-\u268F\u4DC0-\u4DFF\u{10000}-\u{1FFFF}]/u;

/** More marks on one letter than any script needs: they pile up over the lines around it, and have no width to cut by. */
const PILED_MARKS = /(?<=\p{M}{3})\p{M}/u;

const NOT_PLAIN = new RegExp(`${UNSEEN.source}|${UNSURE_WIDTH.source}|${PILED_MARKS.source}`, 'gu');

const NOT_SEEN = new RegExp(UNSEEN.source, 'gu');

/** What most text is made of, and all of it may stay. To look up each sign, and to set up the tables for that, takes longer. */
const PLAIN = /^[\x20-\x7e]*$/;

/** `text` for a terminal: what would act, hide or break the layout is shown as `\x1b` or `\u{202e}`. One line, always. */
export function safeText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NOT_PLAIN, showCode);
}

/** `text` for a file that is no terminal: what would act or hide is shown as in `safeText`, the rest stays. */
export function visibleText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NOT_SEEN, showCode);
}

function showCode(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

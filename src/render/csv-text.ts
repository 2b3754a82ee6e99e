/** Fields of CSV (RFC 4180) that a spreadsheet takes for what they are. */
import { visibleText } from './safe-text.ts';

/** What a spreadsheet may read as the start of a formula, full-width forms included. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** A field: numbers plain, `null` empty, text quoted where needed and with an apostrophe before what would be a formula. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const inert = (FORMULA_START.test(value) ? "'" : '') + visibleText(value);
  return NEEDS_QUOTES.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A line with its line end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

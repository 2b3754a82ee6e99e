import type { Compared } from '../ranking/comparison.ts';
/** x */
export function renderComparePage(compared: Compared): string {
  return compared.answer.text;
}

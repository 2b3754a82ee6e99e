/** The advice as JSON, described by schema/advice.schema.json. */
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import { inertJson } from '../json.ts';

/** The advice as indented JSON that is inert in a terminal and within a `script` element. Ends with a newline. */
export function renderAdviceJson(advice: WholeAdvice): string {
  return `${inertJson(JSON.stringify(advice, null, 2))}\n`;
}

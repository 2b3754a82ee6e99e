import { allFormats } from '../../formats/formats.ts';
import { renderFormats } from '../../render/formats.ts';
import { inertJson } from '../../render/json.ts';
import type { ExitCode, Io } from '../io.ts';

/** `memhog formats`: what is known, with an example each. */
export function formats(flags: { readonly output?: string }, io: Io): ExitCode {
  const rows = allFormats().map(({ name, about }) => ({ name, about }));
  if (flags.output === 'json') {
    const listed = rows.map(({ name, about }) => {
      const { title, tells, switchOn, setup, example } = about;
      return { name, title, tells, switchOn, setup, example };
    });
    io.out(`${inertJson(JSON.stringify({ schema: 'memhog.formats/1', formats: listed }, null, 2))}\n`);
  } else io.out(renderFormats(rows, { width: io.columns ?? 160, color: io.color }));
  return 0;
}

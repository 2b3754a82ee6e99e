/**
 * npm run accuracy                          makes the bench's own logs and scores memhog on them
 * npm run accuracy -- --seeds 1,2           the same for other seeds
 * npm run accuracy -- --corpora FOLDER…     scores folders of *.log with *.log.truth.json instead
 *                     --parts               … and memhog without each of its parts
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { compare } from './compare.ts';
import { ownCorpus, scenarios } from './corpora.ts';
import { conditions, writeSection } from './report.ts';
import { commonCauses, mistakes, tableByLog, tableByMethod } from './tables.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1,2' },
    corpora: { type: 'boolean', default: false },
    parts: { type: 'boolean', default: false },
  },
});
const paragraphs = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n');

async function own(seeds: readonly number[]): Promise<string> {
  const compared = await compare(seeds.map(ownCorpus), true);
  const scores = compared[0]!.folders.flat();
  const title = `memhog's own logs, seeds ${seeds.join(', ')}`;
  writeFileSync('reports/accuracy.svg', await chart(compared, title));
  const about = [...scenarios()].map(([name, words]) => `- \`${name}\`: ${words}`);
  return paragraphs(
    '## Own logs',
    `A WSGI application in real worker processes (test/accuracy/app), its memory read as uWSGI reads it; seeds ${seeds.join(', ')}. ${conditions(`npm run accuracy -- --seeds ${seeds.join(',')}`)}`,
    about.join('\n'),
    '### memhog by log',
    tableByLog(scores),
    commonCauses(scores),
    mistakes(scores),
    '### Compared with simpler methods, and without each of its parts',
    `The simple methods accuse a route from 10 MB on, the default of pyuwsgimemhog.`,
    tableByMethod(compared),
    '![The methods compared](accuracy.svg)',
  );
}

async function corpora(folders: readonly string[]): Promise<string> {
  const compared = await compare(folders, values.parts);
  const memhog = compared[0]!;
  const each = folders.flatMap((folder, i) => [`### ${basename(folder)}`, tableByLog(memhog.folders[i]!)]);
  const all = memhog.folders.flat();
  return paragraphs(
    '## Other logs',
    conditions(
      `npm run accuracy -- --corpora ${folders.map((folder) => basename(folder)).join(' ')}${values.parts ? ' --parts' : ''}`,
    ),
    ...each,
    ...(folders.length > 1 ? ['### All folders', tableByLog(all)] : []),
    commonCauses(all),
    mistakes(all),
    '### Methods compared',
    tableByMethod(compared),
  );
}

if (values.corpora && positionals.length === 0)
  throw new Error('--corpora needs a folder of *.log with *.log.truth.json');
const text = values.corpora ? await corpora(positionals) : await own(values.seeds.split(',').map(Number));
writeSection(values.corpora ? 'corpora' : 'own', text);
process.stdout.write(`${text}\n`);

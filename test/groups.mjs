// Tests that share a process: to start one for each file takes longer than what most of them do.
import { writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folders of test/ whose tests leave nothing behind for others: no changed environment, no hook at the top of a file. */
const TOGETHER = [
  'formats',
  'ranking',
  'render',
  'routes',
  'scan',
  'wording',
  'wrappers',
  'advise',
  'profile',
];

/** The compiled files in `folder`, those of each of these folders as one, in the place of the first of them. */
export function inGroups(compiled, folder) {
  const groups = new Map();
  for (const file of compiled) {
    const [, name] = relative(folder, file).split(sep);
    const group = TOGETHER.includes(name) ? join(folder, `test/${name}.together.mjs`) : file;
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  for (const [group, files] of groups) {
    if (files[0] === group) continue;
    writeFileSync(group, files.map((file) => `import ${JSON.stringify(file)};\n`).join(''));
  }
  return [...groups.keys()];
}

/** Runs the script that it is given, says what its function `answer` says, and keeps what was compiled. */
import { pathToFileURL } from 'node:url';
import { keepCompiled, runScript } from '../../src/code-cache/script.ts';

const exported = runScript(pathToFileURL(process.argv[2]!));
const answer = exported['answer'] as () => unknown;
process.stdout.write(`${String(await answer())}\n`);
keepCompiled();

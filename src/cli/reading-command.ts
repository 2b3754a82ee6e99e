/** The command line for commands that read logs. `build.mjs` makes a script of it that keeps what was compiled (`code-cache`). */
// What all of them need stands at the script's top: esbuild puts into functions what is imported as it is needed.
import './commands/parse.ts';

export { command } from './command.ts';

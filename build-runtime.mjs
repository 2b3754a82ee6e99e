// Makes dist/report/runtime.js: what runs in the browser, with Vega and its expression interpreter, as one script.
// Tests call it too, so that they never see a stale one.
import { mkdirSync, renameSync } from 'node:fs';
import { build } from 'esbuild';

/** Bundles src/report/browser/ into `outfile`, which is complete or not there. */
export async function buildRuntime(outfile = 'dist/report/runtime.js') {
  const scratch = `${outfile}.${process.pid}.tmp`;
  mkdirSync(new URL('.', new URL(outfile, `file://${process.cwd()}/`)), { recursive: true });
  await build({
    entryPoints: ['src/report/browser/main.ts'],
    outfile: scratch,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  renameSync(scratch, outfile);
}

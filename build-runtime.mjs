// Makes dist/report/runtime.js: what runs in the browser, with Vega and its expression interpreter, as one script.
// The build calls it, and so do tests, which should never see a stale one.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { noticeComment } from './build-packages.mjs';

const outfile = process.argv[2] ?? 'dist/report/runtime.js';
const scratch = `${outfile}.${process.pid}.tmp`;
const { metafile } = await build({
  entryPoints: ['src/report/browser/main.ts'],
  outfile: scratch,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
// Whoever is sent a page gets the code of these packages with it.
writeFileSync(scratch, `${noticeComment([metafile])}${readFileSync(scratch, 'utf8')}`);
// Complete or not there, whoever reads at the same time.
renameSync(scratch, outfile);

import { readdirSync } from 'node:fs';
import { makeSample } from '../sample/make-sample.ts';
import { freshRuntime } from './browser.ts';
import { takeScreenshots } from './screenshots.ts';
freshRuntime();
await makeSample('/tmp/htmlpage/sample');
const files = readdirSync('/tmp/htmlpage/sample').filter(f=>/^\d.*html$/.test(f));
console.log(readdirSync('/tmp/htmlpage/sample'));
await takeScreenshots([{ name: 'report', file: '/tmp/htmlpage/sample/' + files.at(-1)! }], '/tmp/htmlpage/shots');

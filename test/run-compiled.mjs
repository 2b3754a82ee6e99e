// Runs compiled test files in the order given (`node --test` would sort them), and ends with 1 when one has failed.
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

// Three at a time: on two cores Node would run one alone, and one of three waits (see order.mjs).
run({ files: process.argv.slice(2), concurrency: 3 })
  .on('test:fail', ({ todo }) => {
    if (todo === undefined || todo === false) process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);

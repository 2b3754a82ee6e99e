/** PHP: memprof as its own README has it (github.com/arnaud-lb/php-memory-profiler). */
import type { Step } from '../../setup/target.ts';
import type { CallTarget } from './target.ts';

/** Steps in the order to take them. */
export function phpSteps({ method, path }: CallTarget): readonly Step[] {
  return [
    {
      why: 'PHP frees its own memory after each request: first see whether the children themselves grow (RSS in KiB, from one minute to the next)',
      where: '',
      paste: 'ps -o pid,rss,etime,args -C php-fpm8.2',
    },
    {
      why: 'memprof names the function that holds the memory at the end of a request; it needs the library Judy (libjudy-dev) to build',
      where: '',
      paste: 'pecl install memprof',
    },
    {
      why: 'writes for each request which function holds how much, to be opened in KCachegrind',
      where: 'memprof.php, named by auto_prepend_file, with extension=memprof.so in php.ini',
      paste: `<?php
memprof_enable();
register_shutdown_function(function () {
    memprof_dump_callgrind(fopen("/tmp/callgrind.out." . getmypid(), "w"));
});`,
    },
    {
      why: 'asks for the route; add a login or a body where yours needs one',
      where: '',
      paste: `curl -s -o /dev/null -X ${method} 'http://127.0.0.1${path}'`,
    },
  ];
}

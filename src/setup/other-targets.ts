/** What is neither Python nor Ruby nor Node. */
import type { Target } from './target.ts';

const phpFpm: Target = {
  name: 'php-fpm',
  title: 'PHP-FPM',
  asks: ['php-fpm', 'php-fpm8.4', 'php-fpm8.3', 'php-fpm8.2', 'php-fpm8.1', 'php-fpm7.4'].map((command) => ({
    command,
    args: ['-v'],
    answer: /^PHP (\d[\w.]*)/m,
  })),
  files: [],
  steps: () => [
    {
      why: 'adds the most memory that PHP held during each request, and the process id',
      where: 'the pool, such as /etc/php/8.2/fpm/pool.d/www.conf',
      paste:
        'access.log = /var/log/php-fpm.access.log\naccess.format = "%R - %u %t \\"%m %{REQUEST_URI}e\\" %s %f %{milli}d %{kilo}M %C%% pid=%p"',
    },
  ],
  cost: '',
  notes: () => [
    '%M is the peak within one request, counted anew for each: it shows which routes are large in passing (bloat), and can never show a leak from request to request',
    "PHP gives its own memory back after each request; what leaks is in extensions. Watch the children's RSS, and keep pm.max_requests set",
  ],
};

const heroku: Target = {
  name: 'heroku',
  title: 'Heroku',
  asks: [{ command: 'heroku', args: ['--version'], answer: /heroku\/(\d[\w.]*)/ }],
  files: [],
  steps: () => [
    {
      why: 'a line every 20 seconds with the memory of each dyno, beside the lines of the router',
      where: '',
      paste:
        'heroku labs:enable log-runtime-metrics\nheroku restart\nheroku logs --num 1500 --tail | tee app.log',
    },
  ],
  cost: '',
  notes: () => [
    'This is the memory of the whole dyno every 20 seconds, so only strong leaks can be told apart; memory with each request says far more: `memhog setup` for your framework',
  ],
};

/** Everything else. */
export const OTHER_TARGETS: readonly Target[] = [phpFpm, heroku];

/** Ruby: Rack, its frameworks and its servers. */
import { LOGRAGE_COST, RACK_COST } from './costs.ts';
import { rubyGem } from './target.ts';
import type { Step, Target, VersionQuestion } from './target.ts';

const FILE = 'ruby/memhog_rack.rb';

const rackup: Step = {
  why: 'writes one line per request with the memory of the process that served it; before all other middleware',
  where: 'config.ru, first of all',
  paste: 'require_relative "memhog_rack"\nuse Memhog::Rack',
};

/** `use` is how the middleware is put in place. */
const notes = (use: string) => (): readonly string[] => [
  `Lines go to standard error; \`${use}, io: Logger.new("log/memory.log")\` writes elsewhere`,
  'With threads a step of memory belongs to any request in progress: memhog then reads the trend alone. One worker with `threads 1, 1` for a day tells sooner',
];

const rails: Target = {
  name: 'rails',
  title: 'Ruby on Rails',
  asks: [rubyGem('rails'), rubyGem('railties')],
  files: [FILE],
  folder: 'lib',
  steps: () => [
    {
      why: 'writes one line per request with the memory of the process, and the action that served it',
      where: 'config/application.rb, in the Application class; memhog_rack.rb lies in lib/',
      paste: 'require_relative "../lib/memhog_rack"\nconfig.middleware.insert_before 0, Memhog::Rack',
    },
    {
      why: 'or, where lograge writes your log already: the same figure in its line',
      where: 'config/environments/production.rb',
      paste:
        'require "etc"\nconfig.lograge.custom_options = lambda do |_event|\n  { pid: Process.pid, rss: File.read("/proc/self/statm").split[1].to_i * Etc.sysconf(Etc::SC_PAGESIZE) }\nend',
    },
  ],
  cost: `${RACK_COST}; with lograge ${LOGRAGE_COST}`,
  notes: notes('config.middleware.insert_before 0, Memhog::Rack'),
};

/** Debian's package of Passenger is no gem. */
const PASSENGER: VersionQuestion = {
  command: 'passenger',
  args: ['--version'],
  answer: /^Phusion Passenger.*? (\d[\w.]*)/m,
};

const onRack = (name: string, title: string, asks: readonly VersionQuestion[]): Target => ({
  name,
  title,
  asks,
  files: [FILE],
  steps: () => [rackup],
  cost: RACK_COST,
  notes: notes('use Memhog::Rack'),
});

/** Everything in Ruby. */
export const RUBY_TARGETS: readonly Target[] = [
  rails,
  onRack('rack', 'any Rack application', [rubyGem('rack')]),
  onRack('sinatra', 'Sinatra', [rubyGem('sinatra')]),
  onRack('puma', 'Puma', [rubyGem('puma')]),
  onRack('passenger', 'Phusion Passenger', [PASSENGER, rubyGem('passenger')]),
  onRack('unicorn', 'Unicorn', [rubyGem('unicorn')]),
];

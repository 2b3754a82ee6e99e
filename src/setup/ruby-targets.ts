/** Ruby: Rack, its frameworks and its servers. */
import { rubyGem } from './target.ts';
import type { Step, Target } from './target.ts';

const FILE = 'ruby/memhog_rack.rb';

const rackup: Step = {
  why: 'writes one line per request with the memory of the process that served it; before all other middleware',
  where: 'config.ru, first of all',
  paste: 'require_relative "memhog_rack"\nuse Memhog::Rack',
};

const notes = (): readonly string[] => [
  'Lines go to standard error; `use Memhog::Rack, io: Logger.new("log/memory.log")` writes elsewhere',
  'With threads a step of memory belongs to any request in progress: memhog then reads the trend alone. One worker with `threads 1, 1` for a day tells sooner',
];

const rails: Target = {
  name: 'rails',
  title: 'Ruby on Rails',
  asks: [rubyGem('rails')],
  files: [FILE],
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
        'config.lograge.custom_options = lambda do |_event|\n  { pid: Process.pid, rss: File.read("/proc/self/statm").split[1].to_i * 4096 }\nend',
    },
  ],
  notes,
};

const onRack = (name: string, title: string, gem: string): Target => ({
  name,
  title,
  asks: [rubyGem(gem)],
  files: [FILE],
  steps: () => [rackup],
  notes,
});

/** Everything in Ruby. */
export const RUBY_TARGETS: readonly Target[] = [
  rails,
  onRack('rack', 'any Rack application', 'rack'),
  onRack('sinatra', 'Sinatra', 'sinatra'),
  onRack('puma', 'Puma', 'puma'),
  onRack('passenger', 'Phusion Passenger', 'passenger'),
  onRack('unicorn', 'Unicorn', 'unicorn'),
];

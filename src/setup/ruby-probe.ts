/** The probe for Ruby: a Rack middleware. */
import { RUBY_PROBE_COST } from './costs.ts';
import { inShell } from './probe-way.ts';
import type { Stack, Way } from './probe-way.ts';

const WHY =
  'takes the reading as a request begins, behind each collection that Ruby makes of all its heap; before all other middleware, instead of Memhog::Rack';

const onRack: Way = {
  steps: [
    {
      why: WHY,
      where: 'config.ru, first of all',
      paste: 'require_relative "memhog_probe"\nuse Memhog::Probe',
    },
  ],
  environment: inShell,
  notes: [],
};

/** Rack, its frameworks and its servers. */
export const RUBY_PROBE: Stack = {
  ways: {
    rails: {
      steps: [
        {
          why: WHY,
          where: 'config/application.rb, in the Application class; the files lie in lib/',
          paste: 'require_relative "../lib/memhog_probe"\nconfig.middleware.insert_before 0, Memhog::Probe',
        },
      ],
      environment: inShell,
      notes: [],
    },
    rack: onRack,
    sinatra: onRack,
    puma: onRack,
  },
  files: ['ruby/memhog_probe.rb', 'ruby/memhog_trace.rb', 'ruby/memhog_rack.rb'],
  install: () => [],
  cost: RUBY_PROBE_COST,
  tells: 'by file and line',
  always: [
    'Most requests carry no reading: what Ruby holds says something only where it has just collected everything. Where no request is in progress and the budget pays for it, the probe lets it collect. MEMHOG_PROBE_BUDGET=1 in the environment of one worker, best not in production, gives a reading for every request and an answer after some hundred calls of each route',
    'MEMHOG_PROBE=0 in the environment switches it off',
    'What memhog reads from these lines, and what each field means: docs/probe.md in this package',
  ],
  traceNotes: [
    'While it watches, that one worker notes where each object is made, which makes it slower by several times where much is made, and stands still while it looks through all objects, after each of five calls and at eight moments later; the others are not touched. It ends by itself after 100 calls, 10 minutes or when the process has grown by 128 MiB (MEMHOG_TRACE_CALLS, MEMHOG_TRACE_SECONDS, MEMHOG_TRACE_MEMORY in bytes), and says which',
  ],
};

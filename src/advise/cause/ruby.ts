/**
 * Ruby. The driver and the dumps were run on Ruby 3.1 with Rack 2.2 and heapy 0.2.0, rbtrace 0.4.14 against a running process. The tasks of
 * derailed_benchmarks are those of 1.7.0, which asks by GET.
 */
import type { Step } from '../../setup/target.ts';
import type { CallTarget } from './target.ts';

/** Steps in the order to take them. */
export function rubySteps({ method, path }: CallTarget): readonly Step[] {
  return [
    {
      why: 'calls the route again and again in one process, without a server. It sends neither a login nor a body: add what yours needs, and see that it succeeds',
      where: 'call_route.rb, beside config.ru',
      paste: `require "rack"
require "rack/mock"
require "objspace"

module CallRoute
  parsed = Rack::Builder.parse_file("config.ru")
  APP = Rack::MockRequest.new(parsed.is_a?(Array) ? parsed.first : parsed)

  def self.call(times)
    times.times { APP.request("${method}", "${path}") }
  end

  def self.dump(name)
    GC.start
    File.open(name, "w") { |file| ObjectSpace.dump_all(output: file) }
  end
end`,
    },
    {
      why: 'three dumps of the heap; heapy shows what came with the second and is still there in the third, by the line that made it',
      where: '',
      paste: `gem install heapy
ruby -I. -e 'require "call_route"; ObjectSpace.trace_object_allocations_start; CallRoute.call(200); CallRoute.dump("1.json"); CallRoute.call(1000); CallRoute.dump("2.json"); CallRoute.call(1000); CallRoute.dump("3.json")'
heapy diff 1.json 2.json 3.json`,
    },
    ...(method === 'GET'
      ? [
          {
            why: 'in a Rails application: does memory grow while this route alone is called? perf:objects then names lines',
            where: '',
            paste: `bundle add derailed_benchmarks --group development
PATH_TO_HIT=${path} TEST_COUNT=5000 bundle exec derailed exec perf:mem_over_time`,
          },
        ]
      : []),
    {
      why: 'a dump from a worker that is running, where the application requires "rbtrace" at its start; PID is the worker. `heapy read /tmp/heap.json` then sums it up by age',
      where: '',
      paste: `rbtrace -p PID -e 'Thread.new { require "objspace"; GC.start; File.open("/tmp/heap.json", "w") { |file| ObjectSpace.dump_all(output: file) } }'`,
    },
  ];
}

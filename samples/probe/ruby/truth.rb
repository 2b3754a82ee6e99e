# frozen_string_literal: true

# ruby truth.rb OUT LEDGER: what each route kept, as a truth file. Bytes for each call are measured here, each route by
# itself in a process of its own: what all objects take after 400 calls more than before them, garbage collected.
require "json"
require "objspace"
require_relative "shop"

CALLS = 400
BEFORE = 200

def in_use
  2.times { GC.start }
  ObjectSpace.memsize_of_all
end

if ARGV[0] == "--alone"
  handler = Shop::ROUTES.fetch(ARGV[1])[1]
  BEFORE.times { |i| handler.call(i.to_s) }
  before = in_use
  CALLS.times { |i| handler.call((BEFORE + i).to_s) }
  puts ((in_use - before).fdiv(CALLS)).round
  exit
end
out, ledger = ARGV
routes = {}
File.foreach(ledger) do |line|
  JSON.parse(line).each do |template, calls|
    kind, _, where = Shop::ROUTES.fetch(template)
    one = routes[template] ||= { calls: 0, kind: kind, kept_per_call: 0, **(where ? { planted: { file: "shop.rb", function: where } } : {}) }
    one[:calls] += calls
  end
end
routes.each do |template, one|
  next unless one[:kind].start_with?("leak")

  one[:kept_per_call] = IO.popen({ "SHOP_LEDGER" => nil }, [RbConfig.ruby, __FILE__, "--alone", template], &:read).to_i
end
File.write(out, "#{JSON.pretty_generate({ routes: routes }, indent: " ")}\n")

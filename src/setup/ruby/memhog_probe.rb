# frozen_string_literal: true

# Memhog::Probe reads what Ruby found alive as each request begins, and finds the line of code that one route leaves
# memory at. For memhog to read; docs/probe.md of memhog says what each field means. Needs memhog_rack.rb beside it.
#
#   require_relative "memhog_probe"
#   use Memhog::Probe                                                config.ru, Sinatra: first of all
#   config.middleware.insert_before 0, Memhog::Probe                 Rails, in config/application.rb
#   use Memhog::Probe, io: Logger.new("log/memory.log")              anywhere else than standard error
#
#   MEMHOG_PROBE=0            off: requests pass through
#   MEMHOG_PROBE_BUDGET=0.01  share of processor time that collections may take; 1: one before each request
#   MEMHOG_TRACE='GET /x/:id' watches that route in one worker: MEMHOG_TRACE_CALLS (100), MEMHOG_TRACE_SECONDS (600),
#                             MEMHOG_TRACE_MEMORY (134217728 bytes)
#
# Cost: 13 µs of CPU a request for counting and the line (Ruby 3.1.7, x86-64, Linux 6.18); collections take at most 1 % of
# the processor time of requests, and none is asked for that takes longer than 20 ms.
# Ruby 2.7 or later, its standard library alone. Nothing in it raises into the application. The lines begin with
# `memhog v=1 at=start `.

require_relative "memhog_rack"

module Memhog
  # What the environment asks for.
  module Settings
    class << self
      def off?
        %w[0 off no false].include?(ENV["MEMHOG_PROBE"].to_s.downcase)
      end

      def number(name, default)
        value = Float(ENV.fetch(name, default))
        value.negative? || value.infinite? || value.nan? ? default : value
      rescue ArgumentError, TypeError
        default
      end

      def trace
        ENV["MEMHOG_TRACE"].to_s.split.join(" ")
      end
    end
  end

  # The Rack middleware.
  class Probe < Rack
    def initialize(app, io: nil, host: nil)
      super
      @off = Settings.off?
    end

    def call(env)
      @off ? @app.call(env) : super
    end

    private

    def record(seen, status)
      Counter.finish(seen.life) do |_, _|
        write(StartLine.of(seen, status: status, host: @host))
        Trace.ended(seen)
      end
    rescue StandardError
      nil # the application must not pay for its log
    end

    # What a trace does then is in no reading.
    def seen(env)
      life = Counter.begin
      seen = ProbedSeen.new(env, life, Starts.begin(life))
      Trace.begun(seen) { |line| write(line) }
      seen
    end

    def write(line)
      (@io || $stderr) << line
    end
  end

  # What is known of a request as it began.
  class ProbedSeen < Seen
    attr_reader :start, :time

    def initialize(env, life, start)
      super(env, life)
      @start = start
      @time = Time.now.utc
    end
  end

  # One request as it began: requests begun in this process, those in progress, this one included in both; the figures,
  # if it has any.
  Start = Struct.new(:seq, :inflight, :figures)

  # Counts requests as they begin, and reads behind each full collection: what the collector has just found alive is
  # kept, unless a request in progress holds it.
  module Starts
    # Ruby waits while it collects: where that takes longer, it is left to Ruby. Seconds.
    LONGEST_PAUSE = 0.02
    # Seconds that a collection is thought to take for each object, before one was made.
    FIRST_GUESS = 2e-7
    PLAN_AFTER = 32

    @lock = Mutex.new
    @life = nil

    class << self
      def begin(life)
        @lock.synchronize do
          anew(life) unless @life.equal?(life)
          @seq += 1
          plan if (@seq % PLAN_AFTER).zero?
          inflight = life.inflight
          collect if inflight == 1 && may_collect?
          Start.new(@seq, inflight, figures)
        end
      rescue StandardError
        Start.new(0, 1, nil)
      end

      private

      def anew(life)
        @life = life
        @seq = @readings = 0
        @credit = 0.0
        @budget = [Settings.number("MEMHOG_PROBE_BUDGET", 0.01), 1.0].min
        @pause = @cost = GC.stat(:heap_live_slots) * FIRST_GUESS
        @full = GC.stat(:major_gc_count)
        @cpu = cpu
      end

      def cpu
        Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
      end

      # Half of the budget: a collection also pushes out of the caches what the application would have found there.
      def plan
        now = cpu
        @credit = [@credit + (now - @cpu) * @budget / 2, 2 * @cost].min
        @cpu = now
      end

      def may_collect?
        return true if @budget >= 1

        @pause <= LONGEST_PAUSE && @credit >= @cost && @budget.positive?
      end

      def collect
        before = cpu
        GC.start(full_mark: true, immediate_sweep: true)
        @pause = @cost = cpu - before
        @credit -= @cost
      end

      # The figures, if Ruby has collected all since the last that were read.
      def figures
        full = GC.stat(:major_gc_count)
        return nil if full == @full

        @full = full
        @readings += 1
        young = GC.stat(:minor_gc_count)
        # Marked: of the last collection, and nothing of what was made since.
        slots = GC.stat(:heap_marked_slots)
        text = +" every=#{[(@seq.to_f / @readings).round, 1].max}"
        rss = Resident.bytes
        text << " rss=#{rss}" if rss
        text << " blocks=#{slots} gc=#{young}/0/#{full}"
        heap = Allocator.bytes
        text << " heap=#{heap} small=#{slots * SLOT}" if heap
        text << " alloc=#{Allocator.name}"
      end
    end

    SLOT = GC::INTERNAL_CONSTANTS.fetch(:RVALUE_SIZE) { GC::INTERNAL_CONSTANTS.fetch(:BASE_SLOT_SIZE, 40) }
  end

  # Bytes in use in the allocator of C, as glibc or jemalloc count them.
  module Allocator
    class << self
      attr_reader :name

      # nil where they cannot be told.
      def bytes
        @read&.call
      rescue StandardError
        nil
      end

      private

      def find
        require "fiddle"
        here = Fiddle.dlopen(nil)
        if symbol?(here, "mallctl") then ["jemalloc", jemalloc(here)]
        elsif symbol?(here, "mallinfo2") then ["glibc", RUBY_PLATFORM.start_with?("x86_64") ? glibc(here) : nil]
        elsif symbol?(here, "gnu_get_libc_version") then ["glibc", nil]
        else ["other", nil]
        end
      rescue LoadError, StandardError
        ["other", nil]
      end

      def symbol?(library, name)
        library[name]
        true
      rescue Fiddle::DLError
        false
      end

      # On x86-64 a large structure is returned where a first, hidden argument points to.
      def glibc(library)
        out = Fiddle::Pointer.malloc(80, Fiddle::RUBY_FREE)
        ask = Fiddle::Function.new(library["mallinfo2"], [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOIDP)
        lambda do
          ask.call(out)
          told = out[0, 80].unpack("Q10")
          told[7] + told[4] # uordblks, hblkhd
        end
      end

      def jemalloc(library)
        types = [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_SIZE_T]
        ask = Fiddle::Function.new(library["mallctl"], types, Fiddle::TYPE_INT)
        epoch = Fiddle::Pointer[[1].pack("Q")]
        out = Fiddle::Pointer.malloc(8, Fiddle::RUBY_FREE)
        size = Fiddle::Pointer[[8].pack("Q")]
        lambda do
          ask.call("epoch", nil, nil, epoch, 8)
          ask.call("stats.allocated", out, size, nil, 0).zero? ? out[0, 8].unpack1("Q") : nil
        end
      end
    end

    @name, @read = find
  end

  # The line of a request that has ended, with the figures of the moment in which it began.
  module StartLine
    class << self
      def of(seen, status:, host:)
        start = seen.start
        line = +"memhog v=1 at=start time=#{seen.time.strftime("%Y-%m-%dT%H:%M:%S.%LZ")} pid=#{Process.pid}"
        line << " host=#{Line.quoted(host)}" if host
        line << " seq=#{start.seq} inflight=#{start.inflight}#{start.figures}"
        line << Line.asked(seen, status)
      end
    end
  end
end

require_relative "memhog_trace"

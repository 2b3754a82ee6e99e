# frozen_string_literal: true

# Memhog::Rack writes one line per request, with the resident memory of the process, for memhog to read.
#
#   require_relative "memhog_rack"
#   use Memhog::Rack                                                 config.ru, Sinatra: first of all
#   config.middleware.insert_before 0, Memhog::Rack                  Rails, in config/application.rb
#   use Memhog::Rack, io: Logger.new("log/memory.log")               anywhere else than standard error
#
# Cost: 15 µs of CPU a request (Ruby 3.1.7, x86-64, Linux 6.18), 3 of them for the reading.
# Ruby 2.7 or later, its standard library alone, Rack 2 and 3; threads and forked workers of Puma, Unicorn and
# Passenger. Needs /proc (Linux): elsewhere the lines have no rss. The lines begin with `memhog v=1 `.

module Memhog
  # The Rack middleware. `io` is anything with `<<`, an IO or a Logger; without one, standard error as it is then.
  class Rack
    def initialize(app, io: nil, host: nil)
      @app = app
      @io = io
      @host = host
    end

    def call(env)
      seen = seen(env)
      status, headers, body = @app.call(env)
      # A connection that the application took over has no body whose end could be seen.
      if env["rack.hijack_io"] || status.to_i.negative?
        record(seen, 0)
        return [status, headers, body]
      end
      [status, headers, Body.new(body) { record(seen, status.to_i) }]
    rescue Exception # rubocop:disable Lint/RescueException -- counted, and raised again
      record(seen, 500) if seen
      raise
    end

    private

    def seen(env)
      Seen.new(env, Counter.begin)
    end

    def record(seen, status)
      Counter.finish(seen.life) do |seq, inflight|
        (@io || $stderr) << Line.of(seen, status: status, seq: seq, inflight: inflight, host: @host)
      end
    rescue StandardError
      nil # the application must not pay for its log
    end
  end

  # What is kept of a request until its response has been sent.
  class Seen
    attr_reader :env, :life, :begun, :method, :path

    def initialize(env, life)
      @env = env
      @life = life
      @begun = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      @method = env["REQUEST_METHOD"].to_s
      @path = raw_path(env)
    end

    private

    # As the client wrote it, where the server says so; servers disagree on what PATH_INFO has decoded.
    def raw_path(env)
      target = env["REQUEST_URI"].to_s.b
      target = env["SCRIPT_NAME"].to_s.b + env["PATH_INFO"].to_s.b unless target.start_with?("/")
      target[/\A[^?#]*/n]
    end
  end

  # Requests of this process, over all its threads; a forked worker begins anew.
  module Counter
    @lock = Mutex.new
    @life = nil

    Life = Struct.new(:pid, :finished, :inflight)

    class << self
      def begin
        @lock.synchronize do
          @life = Life.new(Process.pid, 0, 0) if @life.nil? || @life.pid != Process.pid
          @life.inflight += 1
          @life
        end
      end

      # Yields the requests finished and those in progress, this one included in both. One at a time: what is written
      # meanwhile stands in the order of the count.
      def finish(life)
        @lock.synchronize do
          inflight = life.inflight
          life.inflight -= 1
          yield life.finished += 1, inflight
        end
      end
    end
  end

  # The resident bytes of this process from /proc/self/statm, kept open: half the cost of opening it each time.
  # Called by one thread at a time.
  module Resident
    @pid = nil

    class << self
      # nil where they cannot be read.
      def bytes
        reopen if @pid != Process.pid
        @file && @file.pread(128, 0).split(" ", 3)[1].to_i * @page
      rescue SystemCallError, IOError
        nil
      end

      private

      # A file opened before a fork tells of the parent.
      def reopen
        @pid = Process.pid
        @file&.close
        @file = nil
        require "etc"
        @page = Etc.sysconf(Etc::SC_PAGESIZE)
        @file = File.open("/proc/self/statm", "rb")
      end
    end
  end

  # The native line of memhog, version 1.
  module Line
    # A pipe takes 4096 bytes in one piece; a longer line could mix with those of other workers.
    LONGEST_VALUE = 1500
    # Printable ASCII but for what JSON escapes and the space: no value can look like a token of its own.
    UNSAFE = /[^!#-\[\]-~]/n.freeze

    class << self
      def of(seen, status:, seq:, inflight:, host:)
        rss = Resident.bytes
        line = +"memhog v=1 time=#{Time.now.utc.strftime("%Y-%m-%dT%H:%M:%S.%LZ")} pid=#{Process.pid}"
        line << " host=#{quoted(host)}" if host
        line << " seq=#{seq} inflight=#{inflight}"
        line << " rss=#{rss}" if rss
        line << asked(seen, status)
      end

      # What was asked for, and what came of it; with the line end.
      def asked(seen, status)
        route = route_of(seen.env)
        line = +" method=#{bare(seen.method)} path=#{quoted(seen.path)}"
        line << " route=#{quoted(route)}" if route
        line << " status=#{status}" if status.positive?
        line << format(" ms=%.1f\n", (Process.clock_gettime(Process::CLOCK_MONOTONIC) - seen.begun) * 1000)
      end

      def quoted(text)
        raw = text.to_s.b[0, LONGEST_VALUE]
        safe = escaped(raw)
        safe = escaped(raw[0, LONGEST_VALUE / 6]) if safe.bytesize > LONGEST_VALUE
        "\"#{safe}\""
      end

      private

      # `users#show` of Rails, `/users/:id` of Sinatra; nil of anything else.
      def route_of(env)
        rails = env["action_dispatch.request.path_parameters"]
        return "#{rails[:controller]}##{rails[:action]}" if rails.is_a?(Hash) && rails[:controller]

        sinatra = env["sinatra.route"]
        sinatra.sub(/\A[A-Z]+ /, "") if sinatra.is_a?(String)
      end

      def bare(text)
        text.match?(/\A[A-Za-z_-]+\z/) ? text : quoted(text)
      end

      def escaped(raw)
        raw.gsub(UNSAFE) { |byte| format("\\u%04x", byte.ord) }
      end
    end
  end

  # The body of the application, with something to do once it has been closed.
  class Body
    def initialize(body, &closed)
      @body = body
      @closed = closed
    end

    def close
      @body.close if @body.respond_to?(:close)
    ensure
      done
    end

    def each(&block)
      @body.each(&block)
    end

    # Rack 3: whoever takes the array takes the close with it.
    def to_ary
      @body.to_ary
    ensure
      close
    end

    def respond_to?(name, include_all = false)
      case name.to_sym
      when :close then true
      when :each, :to_ary then @body.respond_to?(name, include_all)
      else super
      end
    end

    def respond_to_missing?(name, include_all = false)
      name.to_sym != :to_str && @body.respond_to?(name, include_all)
    end

    def method_missing(name, *arguments, &block)
      return super if name == :to_str

      @body.__send__(name, *arguments, &block)
    end
    ruby2_keywords(:method_missing)

    private

    def done
      closed = @closed
      @closed = nil
      closed&.call
    end
  end
end

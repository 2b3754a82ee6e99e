# frozen_string_literal: true

# Part of Memhog::Probe (memhog_probe.rb): watches one route in one worker and tells the lines of code whose objects stay.
# See Trace in docs/probe.md of memhog.

require "objspace"
require "tmpdir"
require "digest"

module Memhog
  # What is new and alive: objects that were allocated while allocations were traced.
  module Heap
    # An object that nothing new refers to, with all that it alone brought along.
    Root = Struct.new(:file, :line, :method, :type, :bytes, :objects, :object)

    MOST_OBJECTS = 200_000

    class << self
      # The roots, by the place that made them: { [file, line] => [Root, ...] }.
      def roots
        fresh = new_objects
        held = {}.compare_by_identity
        fresh.each_key { |object| children(object, fresh) { |child| held[child] = true unless child.equal?(object) } }
        taken = {}.compare_by_identity
        tops = fresh.keys.reject { |object| held[object] }
        found = tops.map { |object| root(object, fresh, taken) }
        # What refers to itself in a ring has no top.
        found += fresh.keys.reject { |object| taken[object] }.filter_map { |object| root(object, fresh, taken) unless taken[object] }
        found.group_by { |one| [one.file, one.line] }
      end

      private

      def new_objects
        fresh = {}.compare_by_identity
        ObjectSpace.each_object do |object|
          file = ObjectSpace.allocation_sourcefile(object)
          next if file.nil? || file.start_with?(MINE) || fresh.size >= MOST_OBJECTS

          fresh[object] = true
        end
        fresh
      end

      # What is new, through Ruby's own objects between: variables that a block has caught, say.
      def children(object, fresh, depth = 0, &found)
        ObjectSpace.reachable_objects_from(object)&.each do |child|
          if ObjectSpace::InternalObjectWrapper === child then children(child, fresh, depth + 1, &found) if depth < 3
          elsif fresh[child] then yield child
          end
        end
      end

      def root(top, fresh, taken)
        bytes = objects = 0
        waiting = [top]
        taken[top] = true
        until waiting.empty?
          object = waiting.pop
          bytes += ObjectSpace.memsize_of(object)
          objects += 1
          children(object, fresh) do |child|
            next if taken[child]

            taken[child] = true
            waiting << child
          end
        end
        Root.new(ObjectSpace.allocation_sourcefile(top), ObjectSpace.allocation_sourceline(top),
                 ObjectSpace.allocation_method_id(top), class_of(top), bytes, objects, top)
      end

      def class_of(object)
        Kernel.instance_method(:class).bind_call(object).name || "?"
      end
    end

    MINE = "#{__dir__}/memhog_"
  end

  # Containers of the application that grow, by the constant or variable that holds them.
  module Holders
    MOST = 500_000

    class << self
      # { object id => length } of arrays and hashes that have some length.
      def lengths
        found = {}
        [Array, Hash].each do |type|
          ObjectSpace.each_object(type) { |one| found[one.__id__] = one.size if found.size < MOST }
        end
        found
      rescue StandardError
        {}
      end

      # { name => [type, items more] } of named containers that are longer than before.
      def grown(before)
        named.filter_map do |name, container|
          was = before[container.__id__]
          more = was && container.size - was
          [name, [container.class.name, more]] if more&.positive?
        end.to_h
      end

      private

      # Arrays and hashes that a constant, a class variable, a variable of a module or a global one has.
      def named
        found = {}
        ObjectSpace.each_object(Module) { |one| variables_of(one) { |name, value| keep(found, name, value) } }
        found
      end

      def keep(found, name, value)
        case value
        when Array, Hash then found[name] = value
        end
      end

      def variables_of(owner)
        name = Module.instance_method(:name).bind_call(owner)
        return if name.nil? || name.start_with?("Memhog")

        owner.constants(false).each do |one|
          yield "#{name}::#{one}", owner.const_get(one, false) unless owner.autoload?(one) || deprecated?(owner, one)
        end
        owner.class_variables(false).each { |one| yield "#{name}.#{one}", owner.class_variable_get(one) }
        owner.instance_variables.each { |one| yield "#{name}.#{one}", owner.instance_variable_get(one) }
      rescue StandardError
        nil
      end

      # Asking for these writes a warning.
      def deprecated?(owner, name)
        owner.equal?(Object) && %i[TRUE FALSE NIL Data Random Fixnum Bignum TimeoutError].include?(name)
      end
    end
  end

  # Whose code a file is.
  module Code
    PACKAGES = (Gem.path + [RbConfig::CONFIG["rubylibprefix"]]).compact.freeze

    # Whether it is neither Ruby's own nor a gem's.
    def self.own?(file)
      PACKAGES.none? { |folder| file.start_with?(folder) } && !file.start_with?("<internal:")
    end

    # The method that a line stands in, by the nearest `def` above that is indented less, or its own; nil if none is.
    # Ruby itself names what was called there: `new`, `format`, `lambda`.
    def self.method_at(file, line)
      return nil unless File.size?(file).to_i.between?(1, 1 << 20)

      lines = File.readlines(file, encoding: "BINARY")
      depth = lines[line - 1][/\A\s*/].size + 1
      (line - 1).downto(0) do |at|
        indent = lines[at][/\A\s*/].size
        next if indent >= depth || lines[at].strip.empty?
        return $1.force_encoding("UTF-8") if lines[at] =~ /\A\s*(?:private |public |protected )?def (?:self\.)?([^\s(;=]+)/n

        depth = indent
      end
      nil
    rescue SystemCallError, NoMethodError
      nil
    end
  end

  # The state of a trace: calls go by, five run alone, then many are watched together.
  class Trace
    LET_BY = 3
    ALONE = 5
    LOOKS = 8
    MOST_PASSED_OVER = 50
    MOST_FINDINGS = 10
    LEAST = 16
    CONFIRMED = 0.5

    class << self
      def begun(seen, &write)
        return if @trace.nil? && Settings.trace.empty?

        @trace = Trace.new(Settings.trace) if @trace.nil? || !@trace.here?
        @trace.guarded { @trace.begun(seen, write) }
      end

      def ended(seen)
        @trace&.guarded { @trace.ended(seen) }
      end
    end

    def initialize(endpoint)
      @endpoint = endpoint
      @pid = Process.pid
      @lock = Mutex.new
      @phase = :wanted
      @calls = @requests = @passed_over = @long_calls = 0
      @alone = []
      @looks = []
      @matches = matcher(endpoint)
    end

    # A fork begins anew.
    def here?
      @pid == Process.pid
    end

    # Nothing in a trace raises into the application; one that fails is over.
    def guarded
      return if @phase == :over

      @lock.synchronize { yield if @phase != :over }
    rescue StandardError => e
      stop
      @phase = :over
      tell("end", why: "fault", calls: @calls, what: e.message.to_s[0, 200])
    end

    def begun(seen, write)
      @write = write
      claim if @phase == :wanted
      return if @phase == :over

      @requests += 1
      end_alone(seen) if @phase == :alone
      finish("time") if Process.clock_gettime(Process::CLOCK_MONOTONIC) > @deadline
      call(seen) if @phase != :over && @matches.call(seen.method, seen.path)
    end

    def ended(seen)
      @ended = true if @phase == :alone && seen.equal?(@watched)
    end

    private

    def matcher(endpoint)
      at = endpoint.index("/")
      return ->(_, _) { false } if at.nil?

      method = endpoint[0, at].strip.upcase
      parts = endpoint[at..].chomp("/").split(/:\w+|<[^<>\/]*>|\{[^{}\/]*\}/, -1).map { |part| Regexp.escape(part) }
      pattern = /\A#{parts.join("[^/]+")}\/?\z/n
      ->(asked, path) { (method.empty? || method == asked) && pattern.match?(path.b) }
    end

    # Only the worker that gets the lock watches, until it ends.
    def claim
      @phase = :over
      name = Digest::SHA256.hexdigest("#{Process.uid} #{@endpoint} #{Process.ppid}")[0, 12]
      @file = File.open(File.join(Dir.tmpdir, "memhog-trace-ruby-#{name}"), File::RDWR | File::CREAT | File::NOFOLLOW, 0o600)
      return unless @file.flock(File::LOCK_EX | File::LOCK_NB)

      @phase = :by
      @wanted = [Settings.number("MEMHOG_TRACE_CALLS", 100).to_i, 1].max
      @memory = Settings.number("MEMHOG_TRACE_MEMORY", 128 << 20)
      @rss = Resident.bytes || 0
      seconds = Settings.number("MEMHOG_TRACE_SECONDS", 600)
      @deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + seconds
      tell("begin", calls: @wanted)
      wait_for(seconds)
    end

    # A worker that nobody asks anything ends its trace all the same; one that stops, tells what it has.
    def wait_for(seconds)
      at_exit { guarded { finish("exit") } if here? }
      Thread.new do
        sleep(seconds + 0.1)
        guarded { finish("time") }
      end
    end

    def call(seen)
      @calls += 1
      @phase = :ready if @phase == :by && @calls > [LET_BY, @wanted / 4].min
      case @phase
      when :ready then watch(seen)
      when :long then count
      end
    end

    def watch(seen)
      if seen.start.inflight > 1 && @passed_over < MOST_PASSED_OVER then @passed_over += 1
      elsif @alone.size < ALONE then begin_alone(seen)
      else begin_long
      end
    end

    def collect
      GC.start(full_mark: true, immediate_sweep: true)
    end

    def trace_allocations
      ObjectSpace.trace_object_allocations_start
      @tracing = true
    end

    def begin_alone(seen)
      collect
      @lengths = Holders.lengths
      @watched = seen
      @ended = false
      trace_allocations
      @phase = :alone
    end

    # The next request begins: what the watched one leaves is all that is new.
    def end_alone(seen)
      is_clean = @ended && seen.start.seq == @watched.start.seq + 1 && seen.start.inflight == 1
      @watched = nil
      @phase = :ready
      ObjectSpace.trace_object_allocations_stop
      collect
      if is_clean || @passed_over >= MOST_PASSED_OVER
        @alone << { roots: summed(Heap.roots), holders: Holders.grown(@lengths) }
      else
        @passed_over += 1
      end
      stop
      finish("memory") if too_large?
    end

    def begin_long
      collect
      @long_wanted = [LOOKS, @wanted / 2, @wanted - @calls].max
      @lengths = Holders.lengths
      trace_allocations
      @phase = :long
    end

    def count
      @long_calls += 1
      return if @long_calls < @long_wanted * (@looks.size + 1) / LOOKS

      look
      if @long_calls >= @long_wanted then finish("done")
      elsif too_large? then finish("memory")
      end
    end

    def look
      collect
      @looks << [@long_calls, summed(Heap.roots)]
    end

    def too_large?
      (Resident.bytes || 0) - @rss > @memory
    end

    # { place => [bytes, objects, method, type] }; no object is kept.
    def summed(roots)
      roots.transform_values do |all|
        [all.sum(&:bytes), all.sum(&:objects), all.first.method, all.first.type]
      end
    end

    def stop
      return unless @tracing

      @tracing = false
      ObjectSpace.trace_object_allocations_stop
      ObjectSpace.trace_object_allocations_clear
    end

    def finish(why)
      look if @phase == :long && (@looks.empty? || @looks.last[0] < @long_calls)
      holders = @phase == :long ? Holders.grown(@lengths) : {}
      stop
      @phase = :over
      report(holders) if @alone.any?
      tell("end", why: @calls.zero? ? "never" : why, calls: @calls, requests: @requests, alone: @alone.size,
                  long: @long_calls)
      @alone = @looks = @lengths = nil
    end

    def middle(values)
      values.sort[(values.size - 1) / 2] || 0
    end

    # Per call in the later half; nil where there were too few looks to tell.
    def growth(place)
      return nil if @looks.size < 4

      early, late = @looks[(@looks.size - 1) / 2], @looks.last
      of = ->(look) { look[1].fetch(place, [0])[0] }
      (of.call(late) - of.call(early)).fdiv([late[0] - early[0], 1].max)
    end

    def report(holders)
      calls = @long_calls.positive? ? @long_calls : @alone.size
      places.sort_by { |place, bytes, _| [Code.own?(place[0]) ? 0 : 1, -bytes] }.first(MOST_FINDINGS)
            .each { |place, bytes, objects| tell_line(place, bytes, objects, calls) }
      named(holders, calls).each do |name, type, items|
        tell("holder", calls: calls, holder: name, type: type, items: format("%.2f", items))
      end
    end

    def places
      @alone.flat_map { |one| one[:roots].keys }.uniq.filter_map do |place|
        each = @alone.map { |one| one[:roots].fetch(place, [0, 0]) }
        bytes = middle(each.map(&:first))
        rate = growth(place)
        next if rate && rate < CONFIRMED * bytes # many deny it

        [place, bytes, middle(each.map { |one| one[1] })] if bytes >= LEAST
      end
    end

    def tell_line(place, bytes, objects, calls)
      _, _, method, type = @alone.filter_map { |one| one[:roots][place] }.first
      tell("line", calls: calls, file: shown(place[0]), line: place[1], function: Code.method_at(*place) || method || "<main>",
                   bytes: format("%.1f", bytes), blocks: format("%.2f", objects), type: type)
    end

    # Containers that grew in most calls alone, and in the end by many.
    def named(holders, calls)
      names = @alone.flat_map { |one| one[:holders].keys }.tally.select { |_, times| times * 2 > @alone.size }.keys
      found = names.filter_map do |name|
        items = middle(@alone.map { |one| one[:holders].fetch(name, [nil, 0])[1] })
        items = [items, holders.fetch(name, [nil, 0])[1].fdiv(calls)].min if @long_calls.positive?
        [name, @alone.filter_map { |one| one[:holders][name] }.first[0], items] if items > 0.05
      end
      found.sort_by { |_, _, items| -items }.first(MOST_FINDINGS)
    end

    def shown(file)
      file.delete_prefix("#{Dir.pwd}/")
    end

    def tell(kind, **fields)
      line = +"memhog v=1 trace=#{kind} time=#{Time.now.utc.strftime("%Y-%m-%dT%H:%M:%S.%LZ")} pid=#{Process.pid}"
      line << " endpoint=#{Line.quoted(@endpoint)}"
      fields.each { |name, value| line << " #{name}=#{value.to_s.match?(/\A[\w.-]+\z/) ? value : Line.quoted(value)}" }
      @write&.call("#{line}\n")
    rescue StandardError
      nil
    end
  end
end

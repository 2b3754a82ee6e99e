# frozen_string_literal: true

require "json"

# A shop with a leak of each kind and innocents that look guilty, behind plain Rack. Each leak stands in a method of its
# own, which ROUTES names; what it keeps per call is measured by truth.rb.
module Shop
  # Text that belongs to nobody else.
  def self.lines(count, width = 180)
    Array.new(count) { |i| format("%0#{width}d", i) }
  end

  # ---- the leaks, one of each kind ----
  VIEWED = [] # rubocop:disable Style/MutableConstant
  def self.remember_visit(key)
    VIEWED << { who: "account #{key}", page: lines(12) }
  end

  ORDERS = {} # rubocop:disable Style/MutableConstant
  def self.keep_order(key)
    ORDERS["order-#{key}-#{ORDERS.size}"] = { lines: lines(6) }
  end

  @found = {}
  def self.search_all(key)
    @found["#{key} #{@found.size}"] ||= [key, lines(30)]
  end

  Notice = Struct.new(:page, :who)
  @@receivers = []
  def self.follow_profile(key)
    @@receivers << Notice.new(lines(4), key)
  end

  CALLBACKS = [] # rubocop:disable Style/MutableConstant
  def self.offer_later(_key)
    offers = lines(20)
    CALLBACKS << -> { offers }
  end

  HANDLERS = Object.new
  def self.add_handler(key)
    page = lines(5)
    name = :"audit_#{key}_#{HANDLERS.singleton_methods.size}"
    HANDLERS.define_singleton_method(name) { page }
  end

  $images = [] # rubocop:disable Style/GlobalVars
  def self.scale_image(_key)
    $images << "\x7f" * 16_384 # rubocop:disable Style/GlobalVars
  end

  # Fibers that wait for ever, each with a stack of its own in Ruby's heap of objects.
  WAITING = Queue.new
  def self.wait_for_stock(key)
    WAITING << Enumerator.new { |yielder| yielder << [key, lines(5)] }
  end

  # ---- innocents that look guilty ----
  PRODUCTS = {} # rubocop:disable Style/MutableConstant
  def self.product(key)
    name = key.to_i % 200
    PRODUCTS[name] ||= lines(100)
    PRODUCTS.shift if PRODUCTS.size > 40
    PRODUCTS[name] || []
  end

  PAGES = {} # rubocop:disable Style/MutableConstant
  def self.page(key)
    (PAGES[key.to_i % 16] ||= lines(1500)).first(20)
  end

  def self.tree
    nodes = Array.new(12) { { text: lines(6) }.tap { |node| node[:self] = node } }
    nodes.map { |node| node[:self][:text][5] }
  end

  LOCK = Mutex.new

  def self.leak(name, rows)
    lambda do |key|
      LOCK.synchronize { public_send(name, key) }
      lines(rows)
    end
  end

  # Template -> kind, handler of the key, and for a leak the method that keeps.
  ROUTES = {
    "/account/:uuid" => ["leak:array", leak(:remember_visit, 10), "remember_visit"],
    "/orders/new" => ["leak:hash", leak(:keep_order, 5), "keep_order"],
    "/search" => ["leak:unbounded-cache", leak(:search_all, 10), "search_all"],
    "/profile/:id" => ["leak:receivers", leak(:follow_profile, 12), "follow_profile"],
    "/audit" => ["leak:handlers", leak(:add_handler, 8), "add_handler"],
    "/quote" => ["leak:closure", leak(:offer_later, 9), "offer_later"],
    "/images/:id/scaled" => ["leak:strings", leak(:scale_image, 1), "scale_image"],
    "/login" => ["leak:enumerators", leak(:wait_for_stock, 1), "wait_for_stock"],
    "/export.csv" => ["innocent:large-response", ->(_) { lines(2000, 900) }],
    "/reports/:id" => ["innocent:large-transient", ->(key) { [("\x7f" * ((12 + key.to_i % 13) << 20)).bytesize.to_s] }],
    "/products/:id" => ["innocent:bounded-cache", ->(key) { LOCK.synchronize { product(key) } }],
    "/pages/:id" => ["innocent:filling-cache", ->(key) { LOCK.synchronize { page(key) } }],
    "/tree" => ["innocent:cycles", ->(_) { tree }],
    "/" => ["innocent:small", ->(_) { lines(30) }],
    "/api/stock" => ["innocent:medium", ->(_) { lines(300).map { |text| JSON.generate(text: text) } }],
    "/about" => ["innocent:static", ->(_) { ["We sell lamps." * 90] }],
    "/health" => ["innocent:tiny", ->(_) { ["ok"] }]
  }.freeze

  PATTERNS = ROUTES.map { |template, route| [template, route, /\A#{template.gsub(/:\w+/, "([^/]+)")}\z/] }
  CALLS = Hash.new(0)

  # The shop as a plain Rack application.
  APPLICATION = lambda do |env|
    PATTERNS.each do |template, (_, handler), pattern|
      match = pattern.match(env["PATH_INFO"]) or next
      LOCK.synchronize { CALLS[template] += 1 }
      body = JSON.generate(handler.call(match[1] || env["QUERY_STRING"].to_s[/\d+/]))
      return [200, { "content-type" => "application/json", "content-length" => body.bytesize.to_s }, [body]]
    end
    [404, { "content-type" => "text/plain", "content-length" => "9" }, ["not found"]]
  end

  # Leaves what was called beside the server, for truth.rb.
  def self.leave_ledger
    File.write(ENV.fetch("SHOP_LEDGER"), "#{JSON.generate(CALLS)}\n", mode: "a") unless CALLS.empty?
  end
end

at_exit { Shop.leave_ledger if ENV["SHOP_LEDGER"] }

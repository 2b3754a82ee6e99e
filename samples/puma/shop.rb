# frozen_string_literal: true

require "json"

# A small shop, the same behind plain Rack and Rails: routes with their handlers, one of which keeps what it should not.
module Shop
  # What /products/:id has shown, for a "recently viewed" that nobody trims: the leak.
  VIEWED = [] # rubocop:disable Style/MutableConstant
  LOCK = Mutex.new
  SEARCHES = {} # rubocop:disable Style/MutableConstant
  LEDGER = Hash.new { |all, template| all[template] = { "calls" => 0, "kept" => 0 } }

  # Bytes glibc spends on a block of a string.
  def self.block(size)
    (size + 1 + 8 + 15) / 16 * 16
  end

  def self.lines(count)
    Array.new(count) { |i| format("row %-116d", i) }
  end

  def self.page(title, rows)
    "<!doctype html><title>#{title}</title><ul>#{rows.map { |row| "<li>#{row}" }.join}</ul>"
  end

  def self.product(id)
    size = 8192 + id.to_i * 997 % 32_768
    LOCK.synchronize do
      VIEWED << { id: id, text: "review " * (size / 7) }
      LEDGER[name(ROUTES[1])]["kept"] += block(size) + 40 + 8 + 192
    end
    page("Product #{id}", lines(40))
  end

  # 144 pairs of words at most.
  def self.search(query)
    LOCK.synchronize { SEARCHES[query] ||= lines(60) }
  end

  # 160 to 640 KB, dropped at once.
  def self.thumb(id)
    width = 200 + id.to_i % 200
    ("\x7f" * (width * width * 4)).byteslice(0, 400)
  end

  # Method, template, Rails' controller#action, kind, handler of (parameter, query).
  ROUTES = [
    ["GET", "/", "home#index", "innocent:small", ->(_, _) { page("Shop", lines(60)) }],
    ["GET", "/products/:id", "products#show", "leak:list", ->(id, _) { product(id) }],
    ["GET", "/search", "search#index", "innocent:bounded-cache", ->(_, query) { page("Search", search(query[/[^&]*/])) }],
    ["GET", "/cart", "carts#show", "innocent:small", ->(_, _) { page("Cart", lines(8)) }],
    ["DELETE", "/cart", "carts#destroy", "innocent:small", ->(_, _) { "ok" }],
    ["POST", "/cart/items", "items#create", "innocent:tiny", ->(_, _) { '{"ok":true}' }],
    ["GET", "/login", "sessions#new", "innocent:small", ->(_, _) { page("Login", lines(5)) }],
    ["POST", "/login", "sessions#create", "innocent:small", ->(_, _) { "ok" }],
    ["GET", "/account/:uuid", "accounts#show", "innocent:medium", ->(uuid, _) { page(uuid, lines(70)) }],
    ["GET", "/api/v1/orders/:id", "orders#show", "innocent:medium", ->(id, _) { JSON.generate(id: id, items: lines(90)) }],
    ["PATCH", "/api/v1/orders/:id", "orders#update", "innocent:tiny", ->(_, _) { '{"ok":true}' }],
    ["GET", "/api/v1/stock", "stock#index", "innocent:medium", ->(_, _) { JSON.generate(lines(300)) }],
    ["GET", "/images/:id/thumb", "thumbs#show", "innocent:large-transient", ->(id, _) { thumb(id) }],
    ["GET", "/health", "health#show", "innocent:tiny", ->(_, _) { "ok" }],
    ["GET", "/about", "pages#about", "innocent:static", ->(_, _) { "We sell lamps. " * 200 }]
  ].freeze

  # A route as the log of the sample (SHOP_LOG) names it: by its template, or by its action.
  def self.name(route)
    controller, action = route[2].split("#")
    case ENV.fetch("SHOP_LOG", "memhog")
    when "rails" then route[2]
    when "lograge" then "#{controller.capitalize}Controller##{action}"
    when "oink" then "#{controller.capitalize}##{action}"
    else route[1]
    end
  end

  # The answer of a route, its call counted.
  def self.answer(route, parameter, query)
    LOCK.synchronize { LEDGER[name(route)]["calls"] += 1 }
    route[4].call(parameter, query)
  end

  # Leaves what each route did beside the server, for truth.mjs.
  def self.leave_ledger
    kinds = ROUTES.to_h { |route| [name(route), route[3]] }
    counts = LEDGER.map { |route, counted| [route, counted.merge("kind" => kinds[route])] }
    File.write("#{ENV.fetch("SHOP_LEDGER")}.#{Process.pid}", JSON.generate(counts)) unless counts.empty?
  end

  PATTERNS = ROUTES.map do |route|
    [route, route[0], /\A#{route[1].gsub(/:\w+/, "([^/]+)")}\z/]
  end

  # The shop as a plain Rack application.
  APPLICATION = lambda do |env|
    PATTERNS.each do |route, method, pattern|
      match = method == env["REQUEST_METHOD"] && pattern.match(env["PATH_INFO"])
      next unless match

      body = answer(route, match[1], env["QUERY_STRING"].to_s)
      return [200, { "content-type" => "text/html", "content-length" => body.bytesize.to_s }, [body]]
    end
    [404, { "content-type" => "text/plain", "content-length" => "9" }, ["not found"]]
  end
end

at_exit { Shop.leave_ledger }

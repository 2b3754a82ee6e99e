# frozen_string_literal: true

# The shop as a Rails application of one file, with the logger that SHOP_LOG names: rails, lograge or oink.
require "action_controller/railtie"
require "lograge"
require_relative "shop"

module RailsShop
  WAY = ENV.fetch("SHOP_LOG")

  def self.resident
    File.read("/proc/self/statm").split[1].to_i * 4096
  end

  # What Oink::Middleware writes (lib/oink/middleware.rb, utils/hash_utils.rb, and the Hodel3000CompliantLogger it
  # asks for): made by hand, as Oink is not among Debian's packages. Its figure is KiB of address space.
  class Oink
    def initialize(app)
      @app = app
    end

    def call(env)
      response = @app.call(env)
      at = env["action_dispatch.request.path_parameters"] || {}
      text = +""
      text << say("Oink Action: #{at[:controller].camelize}##{at[:action]}") if at[:controller]
      text << say("Memory usage: #{File.read("/proc/self/statm").split[0].to_i * 4} | PID: #{Process.pid}")
      text << say("Oink Log Entry Complete")
      $stdout.write(text)
      response
    end

    private

    def say(message)
      "#{Time.now.strftime("%b %d %H:%M:%S")} shop rails[#{Process.pid}]: #{message}\n"
    end
  end

  class Application < Rails::Application
    config.root = __dir__
    config.load_defaults 6.1
    config.eager_load = true
    config.cache_classes = true
    config.consider_all_requests_local = false
    config.secret_key_base = "0" * 64
    config.hosts.clear
    # as in the production.rb that Rails makes
    config.log_level = WAY == "lograge" || WAY == "rails" ? :info : :fatal
    logger = ActiveSupport::Logger.new($stdout)
    logger.formatter = ::Logger::Formatter.new
    config.logger = logger
    if WAY == "lograge"
      config.lograge.enabled = true
      config.lograge.custom_options = ->(_event) { { pid: Process.pid, rss: RailsShop.resident } }
    end
    config.middleware.insert_before 0, Oink if WAY == "oink"
    if WAY == "rails"
      config.lograge.enabled = false
      config.log_level = :fatal
      require_relative "memhog_rack"
      config.middleware.insert_before 0, Memhog::Rack, io: $stdout
    end
  end

  Shop::ROUTES.group_by { |route| route[2].split("#").first }.each do |name, routes|
    controller = Class.new(ActionController::API) do
      routes.each do |route|
        define_method(route[2].split("#").last) do
          render plain: Shop.answer(route, params[:id] || params[:uuid], request.query_string)
        end
      end
    end
    Object.const_set("#{name.camelize}Controller", controller)
  end

  Application.initialize!
  Application.routes.draw do
    Shop::ROUTES.each { |method, template, to| match template, to: to, via: method.downcase.to_sym }
  end
end

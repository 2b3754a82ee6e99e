# The shop behind Memhog::Rack, or as the sample asks (SHOP_LOG) as a Rails application with another logger.
require_relative "shop"

case ENV.fetch("SHOP_LOG")
when "memhog"
  require_relative "memhog_rack"
  use Memhog::Rack, io: $stdout
  run Shop::APPLICATION
else
  require_relative "rails_shop"
  run RailsShop::Application
end

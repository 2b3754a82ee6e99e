# The shop behind Memhog::Rack under Passenger, which puts `App PID output: ` before what the application writes.
require_relative "shop"
require_relative "memhog_rack"

use Memhog::Rack
run Shop::APPLICATION

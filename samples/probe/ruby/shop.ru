# The shop behind Memhog::Probe.
require_relative "shop"
require_relative "memhog_probe"

use Memhog::Probe, io: $stdout
run Shop::APPLICATION

"""python3 paced.py PORT REQUESTS SEED CLIENTS, with SHOP_RATE: the samples' driver with the load of the checks."""
import sys

import load  # noqa: F401: changes the weights
import drive

sys.exit(drive.main(*map(int, sys.argv[1:5])))

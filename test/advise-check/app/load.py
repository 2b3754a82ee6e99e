"""What the checks of several servers ask for: the shop's traffic, in which the leaking route is asked for far more often,
so that workers fill within seconds what takes hours on a site."""
import traffic

traffic.WEIGHTS["/orders/:id/invoice"] = 60

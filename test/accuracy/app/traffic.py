"""When requests come and which routes they ask for: days, nights, week-ends, and moods that drift."""
import bisect
import itertools
import math
import random

DAY = 86_400
STEPS = 500  # of the span, between which the mix of routes stands still


def _wander(rng, slowness):
    """A random walk that keeps returning to 0, with deviation 1; one value per step."""
    stay = math.exp(-1 / slowness)
    value, values = rng.gauss(0, 1), []
    for _ in range(STEPS):
        values.append(value)
        value = stay * value + math.sqrt(1 - stay * stay) * rng.gauss(0, 1)
    return values


def _busy(when, rhythm):
    """How busy the site is, 1 on average by day: `rhythm` 0 is always, 1 nearly asleep at four in the morning."""
    hour = 2 * math.pi * (when % DAY / DAY - 16 / 24)
    weekend = 1 - 0.5 * rhythm if when // DAY % 7 >= 5 else 1
    return max(0.02, (1 + rhythm * math.cos(hour)) * weekend)


def arrivals(count, span, rhythm, rng):
    """`count` moments in [0, span), in order."""
    mood = _wander(rng, 6)
    weights = [_busy((k + 0.5) * span / STEPS, rhythm) * math.exp(0.3 * rhythm * mood[k]) for k in range(STEPS)]
    ends = list(itertools.accumulate(weights))
    moments = []
    for _ in range(count):
        at = rng.random() * ends[-1]
        step = bisect.bisect_left(ends, at)
        into = (at - ends[step] + weights[step]) / weights[step]
        moments.append((step + into) * span / STEPS)
    moments.sort()
    return moments


class Mix:
    """Weights of the routes at a moment, for one worker: part of what drifts is common to all, part its own."""

    def __init__(self, routes, options, seed, slot):
        self._routes, self._span = routes, options["span"]
        self._drift, self._rhythm = options["drift"], options["rhythm"]
        common = random.Random(f"{seed} common")
        own = random.Random(f"{seed} {slot}")
        self._common = [_wander(common, 60) for _ in routes]
        self._own = [_wander(own, 15) for _ in routes]
        self._bias = [own.gauss(0, 0.3) for _ in routes]

    def step(self, moment):
        return min(STEPS - 1, int(moment / self._span * STEPS))

    def weights(self, step):
        moment = (step + 0.5) * self._span / STEPS
        return [self._weight(j, route, step, moment) for j, route in enumerate(self._routes)]

    def _weight(self, j, route, step, moment):
        hour = 2 * math.pi * (moment % DAY / DAY - route["peak"])
        mood = 0.5 * self._common[j][step] + 0.4 * self._own[j][step] + self._bias[j]
        daily = self._rhythm * route["swing"] * math.cos(hour)
        return route["weight"] * math.exp(self._drift * (mood + daily))

"""Routes and the paths that are asked for: a lending library with vans and a museum."""
import random
import uuid

NOUNS = (
    "patrons shelves loans fines vans depots parcels exhibits galleries tickets guides rooms curators donors "
    "catalogues periodicals maps atlases letters scores recordings reels archives boxes restorers loans-out "
    "couriers stops rosters shifts holidays keys visitors cloakroom lockers menus tables kitchens deliveries "
    "suppliers ledgers payslips permits inspections alarms cameras doors lifts gardens greenhouses"
).split()
SHAPES = (
    "/{a}", "/{a}/:id", "/{a}/:id/{b}", "/{a}/{b}", "/{a}/on/:date", "/rest/{a}/:uuid", "/rest/{a}/:id/{b}",
    "/rest/{a}", "/{a}/:id/{b}/:id", "/{a}/called/:slug",
)  # fmt: skip
WORDS = "amber birch cedar delta ember fjord grove haven inlet jetty knoll larch mossy north olive pearl".split()


def routes(count, rng):
    """`count` different routes, their variable parts as `:id`, `:uuid`, `:date` or `:slug`."""
    nouns = rng.sample(NOUNS, len(NOUNS))
    found = []
    while len(found) < count:
        i = len(found)
        route = rng.choice(SHAPES).format(a=nouns[i % len(nouns)], b=nouns[(i + 17) % len(nouns)])
        if i >= len(nouns):
            route = "/v2" + route
        if route not in found:
            found.append(route)
    return found


def path(route, rng):
    """A path of the route, some with a query."""
    parts = [_value(part, rng) if part[:1] == ":" else part for part in route.split("/")]
    query = "?page=%d&sort=name" % rng.randrange(40) if rng.random() < 0.1 else ""
    return "/".join(parts) + query


def _value(name, rng):
    if name == ":id":
        return str(rng.randrange(1, 300_000))
    if name == ":uuid":
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))
    if name == ":date":
        return "2026-%02d-%02d" % (rng.randrange(1, 13), rng.randrange(1, 29))
    return "-".join(rng.choices(WORDS, k=3))


def probe(rng: random.Random):
    """A path that strangers try."""
    return rng.choice(["/wp-login.php", "/.env", "/admin/%d.php", "/old/%d", "/cgi-bin/%d"]).replace(
        "%d", str(rng.randrange(9000))
    )

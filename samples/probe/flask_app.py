"""The Flask service: SQLAlchemy, a Jinja template, and the routes of shop.py."""
import json
import os

os.environ["SHOP_FRAMEWORK"] = "flask"
from flask import Flask, Response, render_template  # noqa: E402
from jinja2 import DictLoader  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402

import shop  # noqa: E402

BEST = text("select name, price from lamp where price > :price order by price limit 60")
BAR = """{% for one in best %}<a class="{{ loop.cycle('odd', 'even') }}" title="{{ one.name|title|truncate(20) }}">
{{ one.name|capitalize }}: {% if one.price > 130 %}<b>{{ "%.2f"|format(one.price) }}</b>{% else %}{{ "%.2f"|format(one.price) }}{% endif %}
{{ "in stock" if one.price is divisibleby(7) else "to order" }}, {{ one.name|replace("lamp", "light")|wordcount }}</a>{% endfor %}"""
app = Flask("shop")
app.jinja_loader = DictLoader({
    "home.html": "{% for one in lamps %}<li>{{ one.name|title }}: {{ one.price }}</li>{% endfor %}",
    "page.html": "{% include 'bar.html' %}{% for one in rows %}<li>{{ one }}</li>{% endfor %}",
    "bar.html": BAR,
})
engine = create_engine("sqlite:///" + os.path.join(os.path.dirname(os.path.abspath(__file__)), f"lamps-{os.getpid()}.sqlite3"))
with engine.begin() as made:
    made.execute(text("create table lamp (name text, price integer)"))
    made.execute(text("insert into lamp values (:name, :price)"), [{"name": f"lamp {i}", "price": i} for i in range(300)])


@app.get("/")
def home():
    shop.serve("/")
    with engine.connect() as connection:
        lamps = connection.execute(text("select name, price from lamp where price > 100 limit 60")).all()
    return render_template("home.html", lamps=lamps)


def add(template):
    methods, _, _ = shop.ROUTES[template]

    def answer(key=""):
        status, body = shop.serve(template, str(key))
        if template in ("/export.csv", "/api/stock", "/health"):
            return Response(body, status=status, content_type="application/json")
        with engine.connect() as connection:
            best = connection.execute(BEST, {"price": 100}).all()
        return render_template("page.html", rows=json.loads(body)[:40], best=best), status

    rule = template.replace(":id", "<int:key>").replace(":uuid", "<string:key>")
    app.add_url_rule(rule, endpoint=shop.ROUTES[template][2].__name__, view_func=answer, methods=methods)


for _template in shop.ROUTES:
    if _template != "/":
        add(_template)

if os.environ.get("SHOP_PROBE", "on") == "on":
    import memhog_probe

    memhog_probe.flask(app)
application = app

"""The Django shop, in one file: a database, a template, a cache, and the routes of shop.py."""
import json
import os

os.environ["SHOP_FRAMEWORK"] = "django"
import django  # noqa: E402
from django.conf import settings  # noqa: E402

BASE = os.path.dirname(os.path.abspath(__file__))
APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages"]
USUAL = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
]  # fmt: skip
PROBE = os.environ.get("SHOP_PROBE", "on") == "on"
HOME = """<html><title>{{ title }}</title>{% include "bar.html" %}
{% for one in lamps %}<li>{{ one.name|title }}: {{ one.price|floatformat:2 }}{% if one.price > 150 %} new{% endif %}</li>{% endfor %}"""
BEST = """<p>{{ user_name }}</p>{% for one in best %}<a class="{% cycle 'odd' 'even' %}" title="{{ one.name|title|truncatechars:20 }}">
{{ one.name|capfirst }}: {% if one.price > 100 %}<b>{{ one.price|floatformat:2 }}</b>{% else %}{{ one.price|floatformat:2 }}{% endif %}
{{ one.price|divisibleby:7|yesno:"in stock,to order" }}</a>{% endfor %}"""
settings.configure(
    SECRET_KEY="of a sample", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, LOGGING_CONFIG=None, USE_TZ=False,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", INSTALLED_APPS=APPS,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MIDDLEWARE=["memhog_probe.Django", *USUAL] if PROBE else USUAL,
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(BASE, "shop.sqlite3"), "CONN_MAX_AGE": None,
    }},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shop"}},
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {
            "home.html": HOME,
            "bar.html": BEST,
            "page.html": "{% include 'bar.html' %}{% for one in rows %}<li>{{ one }}</li>{% endfor %}",
        })])]},
    }],
)  # fmt: skip
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.urls import path, re_path  # noqa: E402

import shop  # noqa: E402


class Lamp(models.Model):
    name = models.CharField(max_length=80)
    price = models.IntegerField()

    class Meta:
        app_label = "shop"


def make_database():
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Lamp)
    Lamp.objects.bulk_create(Lamp(name=f"lamp {i}", price=i) for i in range(300))


def page(name, **more):
    """What each page of the shop has: who is there, and what sells best."""
    best = cache.get("best")
    if best is None:
        cache.set("best", best := list(range(20, 68)), 3600)
    return render_to_string(name, {"user_name": "nobody", "best": list(Lamp.objects.filter(pk__in=best)), **more})


def home(request):
    shop.serve("/")
    lamps = Lamp.objects.filter(price__gt=100).order_by("-price")[:60]
    return HttpResponse(page("home.html", title="Lamps", lamps=lamps))


PLAIN = ("/export.csv", "/api/stock", "/health")


def view(template):
    def answer(request, key=""):
        status, body = shop.serve(template, str(key))
        if template in PLAIN:
            return HttpResponse(body, status=status, content_type="application/json")
        request.session["last"] = template
        rows = json.loads(body)[:40]
        return HttpResponse(page("page.html", rows=rows), status=status)

    return answer


def pattern(template):
    if template == "/":
        return path("", home)
    if ":uuid" in template:  # one the old way
        return re_path("^" + template[1:].replace(":uuid", r"(?P<key>[0-9a-f-]{36})$"), view(template))
    return path(template[1:].replace(":id", "<int:key>"), view(template))


# what a large worker holds: so many blocks, and a hole in the allocator of C for each fiftieth of them
ballast = [(float(i),) for i in range(int(os.environ.get("SHOP_BALLAST", "0")) // 2)]
holes = [bytearray(600 + i % 900) for i in range(len(ballast) // 12)]
del holes[::2]

urlpatterns = [pattern(template) for template in shop.ROUTES]
application = get_wsgi_application()

if __name__ == "__main__":
    make_database()

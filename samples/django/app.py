"""The shop on Django, in one file, with memhog's middleware."""
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path, re_path

import shop

settings.configure(
    SECRET_KEY="of a sample", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__,
    MIDDLEWARE=["memhog_middleware.DjangoMiddleware", "django.middleware.common.CommonMiddleware"],
    LOGGING_CONFIG=None,  # else each 404 has a second line
)
django.setup()


def view(template):
    def answer(_request, key=""):
        status, body = shop.serve(template, str(key))
        return HttpResponse(body, status=status, content_type="application/json")

    return answer


def pattern(template):
    if ":uuid" in template:  # one the old way
        return re_path("^" + template[1:].replace(":uuid", r"(?P<key>[0-9a-f-]{36})$"), view(template))
    return path(template[1:].replace(":id", "<int:key>"), view(template))


urlpatterns = [pattern(template) for template in shop.ROUTES]
application = get_wsgi_application()

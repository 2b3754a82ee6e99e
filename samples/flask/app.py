"""The shop on Flask, with memhog's middleware."""
import flask
import memhog_middleware

import shop

app = flask.Flask("shop")
memhog_middleware.init_app(app)


def view(template):
    def answer(key=""):
        status, body = shop.serve(template, str(key))
        return flask.Response(body, status, mimetype="application/json")

    return answer


for _template, (_methods, _kind, _handler) in shop.ROUTES.items():
    _rule = _template.replace(":id", "<int:key>").replace(":uuid", "<uuid:key>")
    app.add_url_rule(_rule, _template, view(_template), methods=_methods)

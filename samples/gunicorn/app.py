"""The shop as a WSGI and as an ASGI application, without a framework."""
import re

import shop

ID = {":id": r"(\d+)", ":uuid": r"([0-9a-f-]{36})"}
PATTERNS = [
    (re.compile(re.sub(r":\w+", lambda m: ID[m[0]], re.escape(template).replace(r"\:", ":")) + r"\Z"), template)
    for template in shop.ROUTES
]
REASONS = {200: "200 OK", 201: "201 Created", 303: "303 See Other", 404: "404 Not Found"}


def answer(path):
    for pattern, template in PATTERNS:
        match = pattern.match(path)
        if match:
            return shop.serve(template, *match.groups())
    return 404, b"not found"


def application(environ, start_response):
    status, body = answer(environ["PATH_INFO"])
    start_response(REASONS[status], [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


async def asgi(scope, receive, send):
    if scope["type"] != "http":
        return
    status, body = answer(scope["path"])
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

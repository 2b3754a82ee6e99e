"""The routes of shop.py on FastAPI, each an `async def`; two of them give way, so that requests overlap."""
import asyncio

from fastapi import FastAPI, Response

import memhog_probe
import shop

app = FastAPI(docs_url=None, openapi_url=None)


def add(template):
    methods, _, _ = shop.ROUTES[template]

    async def answer(key: str = ""):
        if ":id" in template and not key.isdigit():
            return Response(status_code=404)
        if template in ("/api/stock", "/tree"):
            await asyncio.sleep(0.003)
        status, body = shop.serve(template, key)
        return Response(body, status_code=status, media_type="application/json")

    app.add_api_route(template.replace(":id", "{key}").replace(":uuid", "{key}"), answer, methods=methods)


for _template in shop.ROUTES:
    add(_template)
app.add_middleware(memhog_probe.ASGI)

"""The shop on FastAPI, with memhog's ASGI middleware."""
from fastapi import FastAPI, Response
from memhog_middleware import MemhogASGI

import shop

app = FastAPI()
app.add_middleware(MemhogASGI)


def endpoint(template):
    async def answer(key: str = ""):
        status, body = shop.serve(template, key)
        return Response(body, status_code=status, media_type="application/json")

    return answer


for _template, (_methods, _kind, _handler) in shop.ROUTES.items():
    _path = _template.replace(":id", "{key}").replace(":uuid", "{key}")
    app.add_api_route(_path, endpoint(_template), methods=_methods)

"""Version 1 of the interface: fields and operations are added to it, never changed or taken away."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Router

from weerbaar.desk.api import own, paste, payments, team, together
from weerbaar.desk.api.caller import Bearer, caller
from weerbaar.desk.api.problems import handle
from weerbaar.desk.api.shapes import Health, Me

ABOUT = """Bring what people doubt, read the answers, and work on the cases of the team.

A key is made by a person, on the page "Keys for programs" of their account. It acts for that person in that organisation: it never opens
more than they may do, and of that only its scopes. Problems are told as RFC 9457 says, in the language of `Accept-Language`."""

router = Router(tags=["the desk"])


@router.get("/me", response=Me, summary="Whom this key acts for")
def me(request: HttpRequest) -> Any:
    """Any scope."""
    here = caller(request)
    return {
        "organisation": here.member.organisation.name,
        "role": here.member.role,
        "scopes": here.key.scopes,
        "until": here.key.until,
    }


@router.get("/health", response=Health, auth=None, summary="Alive")
def health(request: HttpRequest) -> Any:
    """Without key."""
    return {"status": "ok"}


api = NinjaAPI(
    title="Weerbaar",
    version="1",
    description=ABOUT,
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
api.add_router("", router)
api.add_router("", own.router)
api.add_router("", team.router)
api.add_router("", together.router)
api.add_router("", payments.router)
api.add_router("", paste.router)
handle(api)

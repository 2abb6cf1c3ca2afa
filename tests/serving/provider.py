"""A small OpenID Connect provider: enough of one to sign in to, sign out of, and be refused by.

Run as ``python -m tests.serving.provider PORT CALLBACK``. It asks for nothing but a name, and
checks what a provider must: the client, its secret, the redirect address, the code (once), PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sys
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "explorer"
SECRET = "a secret that only the tests know"
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"email": "ada@example.org", "email_verified": True, "groups": ["sarcoma"]},
    "eve": {"email": "eve@example.org", "email_verified": True, "groups": []},
}


class Provider:
    """The provider at one address, for one client."""

    def __init__(self, issuer: str, callback: str) -> None:
        self._issuer = issuer
        self._callback = callback
        self._key = RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, tuple[str, dict[str, str]]] = {}

    def app(self) -> Starlette:
        """Its pages."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/jwks", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/end", self._end),
            ]
        )

    async def _metadata(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self._issuer,
                "authorization_endpoint": f"{self._issuer}/authorize",
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/jwks",
                "end_session_endpoint": f"{self._issuer}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        is_known = asked["client_id"] == CLIENT and asked["redirect_uri"] == self._callback
        if not is_known or asked["code_challenge_method"] != "S256":
            return Response("unknown client", status_code=400)
        name = asked.pop("as", "")
        if name not in PEOPLE:
            links = [f"<a href='?{urlencode({**asked, 'as': name})}'>{name}</a>" for name in PEOPLE]
            return HTMLResponse(f"<h1>Who are you?</h1>{' '.join(links)}")
        code = secrets.token_urlsafe()
        self._codes[code] = (name, asked)
        return RedirectResponse(
            f"{self._callback}?{urlencode({'code': code, 'state': asked['state']})}"
        )

    async def _token(self, request: Request) -> Response:
        sent = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        name, asked = self._codes.pop(sent["code"], ("", {}))
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_good = (
            request.headers.get("authorization") == f"Basic {basic}"
            and asked.get("code_challenge") == challenge
            and sent["redirect_uri"] == self._callback
        )
        if not is_good:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time())
        claims = {
            "iss": self._issuer,
            "aud": CLIENT,
            "sub": f"id-of-{name}",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **PEOPLE[name],
        }
        token = jwt.encode({"alg": "RS256", "kid": "tests"}, claims, self._key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})

    async def _end(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"])


if __name__ == "__main__":
    _, port, callback = sys.argv
    provider = Provider(f"http://127.0.0.1:{port}", callback)
    uvicorn.run(provider.app(), host="127.0.0.1", port=int(port), log_level="warning")

"""A login service of our own on this machine (OpenID Connect), for tests: issues signed tokens, and wrong ones on wish."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

BACK = "/anmelden/firmenkonto/zurueck"
CLIENT, SECRET = "auftragsmappe", "ein langes Geheimnis: äöü"


class LoginService:
    """Whoever comes is ``claims``, at once.

    ``twist`` changes the claims of its tokens, ``headers`` and ``signer`` say how they are signed.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "eins", "use": "sig"})
        self.signer: Any = self.key
        self.headers: dict[str, str] = {"alg": "RS256", "kid": "eins"}
        self.claims: dict[str, Any] = {"sub": "4711", "email": "petra@firma.example", "email_verified": True, "name": "Petra Kaiser"}
        self.twist: Callable[[dict[str, Any]], None] = lambda _claims: None
        self.about: dict[str, Any] = {}
        self.issued: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/firma"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def keys(self) -> dict[str, Any]:
        """The public keys."""
        return {"keys": [dict(key) for key in KeySet([self.key]).as_dict(private=False)["keys"]]}

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        named = {"authorization_endpoint": "/gehen", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in named.items()}, **self.about}

    def log_in(self, door: str) -> str:
        """A person logs in at once: the address their browser is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(door).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.issued[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to a code; each code once, and only for whoever can prove to have asked."""
        asked = self.issued.pop(form.get("code", ""), None)
        if asked is None or not self._is_client(form, authorization):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if (
            base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims}
        self.twist(claims)
        return 200, {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": jwt.encode(self.headers, claims, self.signer, [self.headers["alg"]]),
        }

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if authorization:
            name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
            return (name, parse_qs(f"s={secret}")["s"][0]) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)


def _handler(service: LoginService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("/firma")[2]
            service.asked.append(path)
            found = {"/.well-known/openid-configuration": service.discovery, "/keys": service.keys}.get(path)
            self._say(200, found()) if found else self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*service.token(form, self.headers.get("Authorization", "")))

        def _say(self, status: int, words: dict[str, Any]) -> None:
            data = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def setting(provider: LoginService, **more: str) -> dict[str, str]:
    """What an installation needs to be told to use it."""
    return {"MAPPE_OIDC_ISSUER": provider.issuer, "MAPPE_OIDC_CLIENT": CLIENT, "MAPPE_OIDC_SECRET": SECRET, **more}


def way_back(client: httpx2.Client, provider: LoginService, onward: str = "/") -> str:
    """Goes to the login service and logs in there; the address it leads back to."""
    door = client.get("/anmelden/firmenkonto", params={"weiter": onward})
    assert door.status_code == 303, door.text
    return provider.log_in(door.headers["location"]).removeprefix(str(client.base_url).rstrip("/"))


def is_in(client: httpx2.Client) -> bool:
    return client.get("/mappen").status_code == 200

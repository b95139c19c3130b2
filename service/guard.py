"""The wall around the application: who may ask, how much they may send, and what every answer carries.

Refuses foreign host names while bound to loopback or while its own is known (DNS rebinding), changes asked for by foreign
sites, and large bodies outside the uploads. Turns whatever nobody foresaw into a German page.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import http_failure, unexpected
from service.settings import LOOPBACK, Settings

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
UPLOADS = frozenset({"/eingang", "/wareneingang", "/api/v1/documents", "/wissen/video", "/kurse/paket"})
GUESTS = "/austausch/"
"""Below here guests hand in what their link allows."""
PATIENCE = 60.0
"""Seconds between two pieces of a request's body, and before the pace counts."""
SLOWEST = 2_000
"""Bytes a second that a body must come in on the whole: a drop a minute would hold its place for days."""
LARGEST_FORM = 12 * 1024 * 1024

CSP = (
    "default-src 'self'; img-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware around one installation."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.names = _names(settings)
        self.secure = settings.secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        started = False

        async def decorated(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _decorate(request, message, secure=self.secure)
            await send(message)

        if request.method == "HEAD":
            # The same answer as to GET. A copy: the server looks at the original to leave the body out.
            scope = {**scope, "method": "GET"}
        refused = self._refused(request)
        if refused:
            await http_failure(request, refused)(scope, receive, decorated)
            return
        try:
            await self.app(scope, _patient(receive if _takes_files(scope["path"]) else _limited(receive)), decorated)
        except ClientDisconnect:
            log.info("the other side left during %s %s", request.method, request.url.path)
        except Exception as error:
            if started:
                raise
            await unexpected(request, error)(scope, receive, decorated)

    def _refused(self, request: Request) -> int:
        """The HTTP code of the refusal, 0 when the request may pass."""
        if self.names and _hostname(request.headers.get("host", "")) not in self.names:
            return 421
        if request.method in SAFE:
            return 0
        if _foreign(request):
            return 403
        length = request.headers.get("content-length", "0")
        if not _takes_files(request.scope["path"]) and length.isdecimal() and int(length) > LARGEST_FORM:
            return 413
        return 0


def _takes_files(path: str) -> bool:
    return path in UPLOADS or path.startswith(GUESTS)


def _names(settings: Settings) -> frozenset[str]:
    """The names the service answers to; none when any will do."""
    if settings.address:
        # This machine's own names too, and the address it listens on: health checks come from here.
        return LOOPBACK | {settings.host.lower(), (urlsplit(settings.address).hostname or "").lower()}
    return LOOPBACK if settings.local else frozenset()


def _hostname(host: str) -> str:
    """The name without its port; "" for anything that is more than name and port, because addresses are made from this header."""
    if re.search(r"[/?#@\\]", host):
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _foreign(request: Request) -> bool:
    """Whether a browser says that another site asks. Programs send neither header and are no danger: they hold no session of a person."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and _host(origin) != request.headers.get("host", "").lower()


def _decorate(request: Request, message: Message, *, secure: bool) -> None:
    headers = MutableHeaders(scope=message)
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    elif "/vendor/" in request.url.path:
        headers.setdefault("Cache-Control", "public, max-age=31536000, immutable")
    else:
        headers.setdefault("Cache-Control", "no-cache")


def _patient(receive: Receive) -> Receive:
    """Waits for each piece of a body only so long: a sender who stops in the middle must not hold a place for ever, nor a slow one."""
    whole, due = False, time.monotonic() + PATIENCE

    async def timed() -> Message:
        nonlocal whole, due
        if whole:
            return await receive()  # waiting for the other side to leave may take as long as the answer
        try:
            message = await asyncio.wait_for(receive(), min(PATIENCE, due - time.monotonic()))
        except TimeoutError as error:
            raise HTTPException(408) from error
        due += len(message.get("body", b"")) / SLOWEST
        whole = not message.get("more_body", False)
        return message

    return timed


def _limited(receive: Receive) -> Receive:
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > LARGEST_FORM:
            raise HTTPException(413)
        return message

    return counted

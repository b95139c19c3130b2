"""What the interface's description says beyond the names of its parameters: refusals, files that come in, bytes that go out.

Says what the service does anyway and changes nothing of it; a test asks the running service whether it is so.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Words(BaseModel):
    """Why a request was refused."""

    code: str = Field(description="stable word for programs")
    message: str = Field(description="one or two German sentences for people: what happened and what to do")
    id: str = Field("", description="number under which the log of the service knows it, where it is no fault of the request")


class Refusal(BaseModel):
    """The body of every answer from 400 on."""

    problem: Words


class Receipt(BaseModel):
    """One file that is durable now."""

    eingangsnummer: str
    sha256: str
    name: str
    duplicate_of: str = Field(description="Eingangsnummer of the first paper with these bytes, or empty")
    job: str = Field(description="where to ask how far it is")


class Receipts(BaseModel):
    """What came of one request to hand files in; ``problem`` ended it after the files named."""

    receipts: list[Receipt]
    problem: Words | None = None


class Living(BaseModel):
    """Whether it can work: German sentences by the part that is away."""

    ok: bool
    problems: dict[str, str]
    index: str = Field(description="ok, or what is wrong with the index, without which the archive goes on")


Responses = dict[int | str, dict[str, Any]]

_MEANING = {
    400: "the request is not whole",
    401: "no key, or one that is not good any more",
    403: "the key does not open this, or the request came from a foreign site",
    404: "there is no such thing, or none the key may know of",
    405: "not with this method",
    408: "the request stood still",
    413: "too large",
    421: "the service has another name",
    422: "a parameter does not fit, or what was sent can not be taken",
    500: "something nobody foresaw; nothing acknowledged is lost",
    503: "tables, store or jobs are away; ask again after ``Retry-After`` seconds",
}
REFUSALS: Responses = {status: {"model": Refusal, "description": said} for status, said in _MEANING.items()}
"""How any request to the interface may be refused."""

TAKES_FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    },
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "the same key again gets the same receipts: for requests whose answer was lost",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,200}$"},
        }
    ],
}


def sends(*kinds: str) -> Responses:
    """The description of a route that answers with bytes of these media types."""
    return {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}}}

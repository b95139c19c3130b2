"""An object on a server as a file to read and seek in: a seek asks the server again from there. Does not write."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import urllib3

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Ask = Callable[[int], urllib3.BaseHTTPResponse]
"""Asks for the object's bytes from an offset on."""
Read = Callable[[urllib3.BaseHTTPResponse, int], bytes]
"""Takes at most so many bytes from an answer. Both raise ``Unavailable`` when the server is gone."""


class ObjectStream(io.RawIOBase):
    def __init__(self, ask: Ask, read: Read) -> None:
        super().__init__()
        self._ask = ask
        self._read = read
        self._at = 0
        # Set before the server is asked: also a stream that never came to be is closed in the end.
        self._answer: urllib3.BaseHTTPResponse | None = None
        self._answer = ask(0)
        self._size = int(self._answer.headers["Content-Length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        if self._at >= self._size or not view.nbytes:
            return 0
        if self._answer is None:
            self._answer = self._ask(self._at)
        chunk = self._read(self._answer, view.nbytes)
        view[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError("seek before the start of the object")
        if at != self._at:
            self._hang_up()
            self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._hang_up()
        super().close()

    def _hang_up(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer.release_conn()
            self._answer = None

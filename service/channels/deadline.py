"""An end to every talk with a foreign machine: one that sends a byte now and then must not hold a channel for ever."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Deadline:
    """Shuts a connection (a plain one, not yet encrypted) when the time is over, however busy it looks; who reads from it sees it end."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection.dup()  # encryption is laid around a connection later, and takes its number over
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def over(self) -> None:
        """The talk ended by itself."""
        self._timer.cancel()
        self._connection.close()

    def _end(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

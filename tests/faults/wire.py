"""A wire between a client and a server that can be cut, held up, slowed down and scrambled while something goes over it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Literal, Self

Mode = Literal["fine", "refuse", "hang", "cut", "slow", "rubbish"]


class Wire:
    """Listens on loopback and passes on to ``port``. ``mode`` may change at any time; ``after`` counts bytes of the next requests."""

    def __init__(self, port: int) -> None:
        self._target = port
        self.mode: Mode = "fine"
        self.after = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Cuts everything that is connected now."""
        for line in self._open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            if self.mode == "refuse":
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            self._open += [client, server]
            for source, sink, up in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass, args=(source, sink), kwargs={"up": up}, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, *, up: bool) -> None:
        seen = 0
        try:
            while data := source.recv(16384):
                seen += len(data)
                if not self._let_through(data, seen, sink, up=up):
                    break
        except OSError:
            pass
        for line in (source, sink):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _let_through(self, data: bytes, seen: int, sink: socket.socket, *, up: bool) -> bool:
        mode = self.mode
        if mode == "hang":
            while self.mode == "hang":
                time.sleep(0.05)
            return False
        if mode == "cut" and up and seen > self.after:
            sink.sendall(data[: len(data) // 2])
            return False
        if mode == "slow":
            time.sleep(0.2)
        if mode == "rubbish" and not up:
            data = b"HTTP/1.1 299 \xff\xfe\r\n\r\n" + data[:5]
        sink.sendall(data)
        return mode != "rubbish"

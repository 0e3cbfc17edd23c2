"""The server itself: HTTP/1.1 on the loopback address, a thread per connection."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from merilo.fakes.server.query import Answer, Request

PIECES = 10  # of a body that drips


class Server(ThreadingHTTPServer):
    """Answers each request by a function. `stop` also ends the connections that are open."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, port: int, reply: Callable[[Request], Answer]) -> None:
        self.reply = reply
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection."""
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news; what is wrong in a fake is."""
        import sys

        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """No more."""
        self.shutdown()
        self.server_close()
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    disable_nagle_algorithm = True

    def answer(self) -> None:
        """Read the request, send what it is answered."""
        size = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(size) if size else b""
        answer = self.server.reply(Request(self.command, self.path, headers, body))
        self.send(answer)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = answer

    def send(self, answer: Answer) -> None:
        """The answer, whole or broken."""
        if answer.broken == "drop":
            return self.cut()
        body, length = answer.body, len(answer.body)
        if answer.broken == "cut":
            body = body[: length // 2]
            length = len(body)
        elif answer.broken == "length":
            length += 100
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.send_body(answer, body)

    def send_body(self, answer: Answer, body: bytes) -> None:
        """The body; where it is broken off, the connection ends."""
        if answer.broken == "half":
            body = body[: len(body) // 2]
        if answer.slow_s:
            step = max(len(body) // PIECES, 1)
            for place in range(0, len(body), step):
                self.wfile.write(body[place : place + step])
                self.wfile.flush()
                time.sleep(answer.slow_s / PIECES)
        elif answer.status != 204:
            self.wfile.write(body)
        self.wfile.flush()
        if answer.broken in ("half", "length"):
            self.cut()

    def cut(self) -> None:
        """End the connection."""
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

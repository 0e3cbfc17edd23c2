"""Servers that take messages, on this machine: of mail, of webhooks, of Telegram."""

import json
import socket
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

from aiosmtpd.controller import Controller

PATH = "/in-Xk7dVq2cTz"  # of addresses of webhooks: nothing else reads like it by chance


def free() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Post:
    """A mail server that can go down and come up again at the same port."""

    def __init__(self) -> None:
        self.port, self.mails, self.answer = free(), [], ""
        self.running: Controller | None = None

    async def handle_DATA(self, _server, _session, envelope) -> str:
        message = message_from_bytes(envelope.content)
        self.mails.append({
            "id": message["Message-ID"], "to": envelope.rcpt_tos[0],
            "subject": str(make_header(decode_header(message["Subject"]))),
            "text": message.get_payload(decode=True).decode(),
        })  # fmt: skip
        return self.answer or "250 taken"

    def up(self) -> Self:
        self.running = Controller(self, hostname="127.0.0.1", port=self.port)
        self.running.start()
        return self

    def down(self) -> None:
        if self.running:
            self.running.stop()
        self.running = None

    @property
    def ids(self) -> list[str]:
        return [mail["id"] for mail in self.mails]


class Hook:
    """A server of webhooks that can go down and come up again at the same port."""

    def __init__(self) -> None:
        self.port, self.posts, self.status, self.secret = free(), [], 204, False
        self.more: dict[str, str] = {}
        self.running: ThreadingHTTPServer | None = None

    def up(self) -> Self:
        hook = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append({
                    "path": self.path, "headers": dict(self.headers), "raw": body,
                    "body": json.loads(body), "id": self.headers["webhook-id"],
                })  # fmt: skip
                self.send_response(hook.status)
                for name, value in hook.more.items():
                    self.send_header(name, value)
                self.end_headers()
                if hook.status == 200:
                    self.wfile.write(b'{"ok": true}')

            def log_message(self, *_words: Any) -> None:
                """Nothing."""

        self.running = ThreadingHTTPServer(("127.0.0.1", self.port), Answering)
        Thread(target=self.running.serve_forever, args=[0.02], daemon=True).start()
        return self

    def down(self) -> None:
        if self.running:
            self.running.shutdown()
            self.running.server_close()
        self.running = None

    @property
    def ids(self) -> list[str]:
        return [post["id"] for post in self.posts]

    @property
    def url(self) -> str:
        return f"http{'s' * self.secret}://127.0.0.1:{self.port}{PATH}"

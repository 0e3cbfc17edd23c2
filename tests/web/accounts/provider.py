"""A company's sign-in for tests: an OpenID Connect provider on 127.0.0.1.

It signs in everybody who comes as `who`, asks for PKCE, gives a code once, and signs its ID token
with a key of its own.
"""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "merilo", "client-secret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Whom it signs in, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.who = {"sub": "1", "email": "ann@firm.example", "email_verified": True, "name": "Ann"}
        self.codes: dict[str, dict[str, str]] = {}
        self.refusing = False  # as one at which somebody gave up
        self.wrong = ""  # what goes wrong with the ID token: its "aud"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    """Discovery, authorisation, token, person, keys."""

    server: Provider

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self.say(discovery(self.server.address))
        elif path == "/authorize":
            self.authorize({name: values[0] for name, values in asked.items()})
        elif path == "/person":
            self.say(self.server.who)
        elif path == "/keys":
            self.say({"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                               | {"kid": "k", "alg": "RS256", "use": "sig"}]})  # fmt: skip

    def authorize(self, asked: dict[str, str]) -> None:
        """Back to where they came from, with a code; without PKCE nobody gets one."""
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self.server.codes)}"
        self.server.codes[code] = asked
        said = {"error": "access_denied"} if self.server.refusing else {"code": code}
        self.send_response(302)
        to = asked["redirect_uri"] + "?" + urlencode(said | {"state": asked["state"]})
        self.send_header("Location", to)
        self.end_headers()

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.server.codes.pop(said["code"][0], None)
        digest = hashlib.sha256(said["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or challenge != asked["code_challenge"] or said["client_secret"] != [SECRET]:
            self.say({"error": "invalid_grant"}, 400)
            return
        self.say({"access_token": "t", "token_type": "Bearer", "id_token": self.token()})

    def token(self) -> str:
        """The ID token, signed."""
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": self.server.wrong or CLIENT, "iat": now,
                  "exp": now + 60} | self.server.who  # fmt: skip
        return jwt.encode(claims, KEY, "RS256", {"kid": "k"})

    def say(self, what: object, status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def discovery(address: str) -> dict[str, object]:
    """What the provider says of itself."""
    return {
        "issuer": address, "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token", "userinfo_endpoint": f"{address}/person",
        "jwks_uri": f"{address}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }  # fmt: skip


@contextmanager
def running():
    """A provider that answers until the test is over."""
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def configured(address: str) -> dict[str, object]:
    """The settings that MERILO_OIDC makes of that address."""
    return {"openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"provider_id": "sso", "name": "SSO", "client_id": CLIENT, "secret": SECRET,
                  "settings": {"server_url": address}}],
    }}  # fmt: skip

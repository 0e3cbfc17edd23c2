"""A client of HTTP that goes nowhere but where it is told."""

import ssl
from functools import cache

import httpx2


def client(timeout: httpx2.Timeout | float) -> httpx2.Client:
    """It follows no redirects and heeds no proxies of the environment."""
    return httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False, verify=trusted())


@cache
def trusted() -> ssl.SSLContext:
    """Whom this machine trusts; read once, for reading it takes longer than a question."""
    return httpx2.create_ssl_context(trust_env=False)

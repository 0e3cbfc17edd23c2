"""What all fake services share: the server, the clock, faults, tokens, webhooks, counters."""

from merilo.fakes.server.clock import Clock
from merilo.fakes.server.counters import Counters
from merilo.fakes.server.fake import TRUTH, Fake
from merilo.fakes.server.faults import Fault, Faults
from merilo.fakes.server.hooks import Attempt, Hook, Hooks, Manners
from merilo.fakes.server.limiter import Bucket, Window
from merilo.fakes.server.query import Answer, Request, flat, listed, tree
from merilo.fakes.server.shelf import Order, Shelf
from merilo.fakes.server.tokens import Failed, Pair, Refused, Tokens

__all__ = [
    "TRUTH", "Answer", "Attempt", "Bucket", "Clock", "Counters", "Failed", "Fake", "Fault",
    "Faults", "Hook", "Hooks", "Manners", "Order", "Pair", "Refused", "Request", "Shelf", "Tokens",
    "Window", "flat", "listed", "tree",
]  # fmt: skip

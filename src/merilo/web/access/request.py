"""A request, and who sends it."""

from django.http import HttpRequest

from merilo.web.accounts.models import User


class SignedIn(HttpRequest):
    """What a view gets behind the door: its sender is known."""

    user: User


def viewer(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody is."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None

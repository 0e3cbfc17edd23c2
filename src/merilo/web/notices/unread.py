"""How many notices somebody has not read."""

from merilo.web.accounts.models import User
from merilo.web.notices.models import Notice


def unread(user: User) -> int:
    """How many; counted in the index alone."""
    return Notice.objects.filter(to=user, read=None).order_by().count()

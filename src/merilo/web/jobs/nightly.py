"""The backup of each night, where MERILO_BACKUP names a folder for it."""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from merilo.backup.nightly import nightly
from merilo.errors import Error
from merilo.web.accounts.models import Role, User
from merilo.web.clock import zone
from merilo.web.notices.tell import speaking, tell
from merilo.words import say, told

LOG = logging.getLogger("merilo.web")
HOUR = 2  # of the company's day: the day before is over everywhere


def tonight(now: datetime) -> bool:
    """Make the backup of this day, if it is not there and it is time; whether it was made. Why not,
    administrators are told, once a day."""
    here = now.astimezone(zone())
    if not settings.BACKUP or here.hour < HOUR:
        return False
    server = connection.vendor != "sqlite"
    try:
        made = nightly(Path(settings.HOME), Path(settings.BACKUP), here.date(), now, server)
    except Error as error:
        LOG.warning("no backup", extra={"fields": {"code": error.code}})
        for one in User.objects.filter(role=Role.ADMINISTRATOR, is_active=True):
            with speaking(one):
                title = say("No backup was made")
                tell(one, "alert", f"backup:{here:%Y-%m-%d}", title, now, told(error))
        return False
    return made is not None

"""Reports and the quick log on their way into the facts."""

from datetime import date
from decimal import Decimal

from merilo.facts.lake import Load
from merilo.sources.engine.logged import Logged
from merilo.sources.engine.logged import put as put_logged
from merilo.sources.engine.reported import Reported
from merilo.sources.engine.reported import put as put_reported
from merilo.web.clock import zone
from merilo.web.outbox.models import Parcel


def put_report(load: Load, parcel: Parcel) -> None:
    """A report into a load."""
    put_reported(load, reported(parcel), zone())


def reported(parcel: Parcel) -> Reported:
    """The report of a parcel."""
    said = parcel.content
    figures = {metric: None if text is None else Decimal(text)
               for metric, text in said["figures"].items()}  # fmt: skip
    return Reported(said["person"], date.fromisoformat(said["day"]), figures, said["many"])


def put_log(load: Load, parcel: Parcel) -> None:
    """A line of the quick log into a load."""
    said = parcel.content
    put_logged(load, Logged(
        said["kind"], said["id"], said["person"], date.fromisoformat(said["day"]), said["said"],
        said["gone"],
    ), zone())  # fmt: skip

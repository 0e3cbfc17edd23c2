"""A company of which every fake service tells: seeded, living, in no CRM's shape."""

from merilo.fakes.world.book import seconds
from merilo.fakes.world.things import Change, Company, Contact, Deal, Row, Stage, Task, Touch
from merilo.fakes.world.world import World

__all__ = [
    "Change", "Company", "Contact", "Deal", "Row", "Stage", "Task", "Touch", "World", "seconds",
]  # fmt: skip

"""The ids that amoCRM gives: from the places in the world's lists."""

from merilo.fakes.world import Change, Stage, World
from merilo.fakes.world.things import Touch

ACCOUNT = 31_000_000
PERSON, PIPELINE, STAGE, REASON, SOURCE = 501, 7001, 40_001, 301, 77
LEAD, CONTACT, COMPANY = 1_000_001, 20_000_001, 30_000_001
TASK, NOTE, FILE_NOTE = 80_000_001, 400_000_001, 900_000_001
PRODUCT, CATALOG, INVOICES, PRICE_FIELD = 6001, 4001, 4002, 88_100
FIELD, TALK, TAG = 88_001, 50_001, 11
BUYER, PURCHASE = 70_000_001, 75_000_001
PHONE, EMAIL = 111, 112
WON, LOST = 142, 143
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
COPIES = 4  # events of one change: its own, of the company's card, and two odd ones


def person(number: int | None) -> int:
    """A user; 0 is a robot."""
    return 0 if number is None else PERSON + number


def group(unit: int | None) -> int | None:
    """A group of users; the main one is 0."""
    return unit if not unit else 9000 + unit


def stage(row: Stage) -> int:
    """A status: won and lost are the same in every pipeline."""
    return {"won": WON, "lost": LOST}.get(row.kind, STAGE + row.number)


def pair(row: Stage) -> str:
    """What tells a stage from all others."""
    return f"{PIPELINE + row.pipeline}/{stage(row)}"


def note(touch: Touch, copy: int = 0) -> int:
    """A note; the copy 1 is on the company's card."""
    return NOTE + 2 * touch.number + copy


def event(change: Change, copy: int = 0) -> str:
    """26 characters: the time in milliseconds, and the place in the history."""
    return coded(change.at * 1000, 10) + coded(COPIES * change.number + copy, 16)


def coded(number: int, length: int) -> str:
    """A number in so many letters."""
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 32)
        letters = CROCKFORD[rest] + letters
    return letters


def event_code(id: str) -> int | None:
    """Which event has this id: four times the number of the change, and the copy."""
    code = 0
    for letter in id[10:]:
        if (value := CROCKFORD.find(letter)) < 0:
            return None
        code = code * 32 + value
    return code


def number(id: int | str, base: int, count: int) -> int | None:
    """The place in a list of so many that an id stands for."""
    text = str(id)
    place = int(text) - base if text.isdigit() else -1
    return place if 0 <= place < count else None


def uuid(what: str, number: int) -> str:
    """One that is the same every time."""
    head = sum(map(ord, what)) % 0xFFFF
    return f"{head:08x}-0000-4000-8000-{number:012x}"


def uniq(touch: Touch) -> str:
    """What the telephone system calls a call."""
    return f"{touch.number * 2_654_435_761 % 2**32:08x}{touch.number:x}"


def stages(world: World) -> dict[tuple[int, int], Stage]:
    """Stages by pipeline id and status id."""
    return {(PIPELINE + row.pipeline, stage(row)): row for row in world.stages}

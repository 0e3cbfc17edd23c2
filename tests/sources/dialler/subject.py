"""A dialler in the kit: a folder into which it exports."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from merilo.fakes import Clock
from merilo.fakes.asterisk import calls
from merilo.fakes.server.counters import Counters
from merilo.fakes.world import Touch, World
from tests.sources.dialler.exports import plain, workbook
from tests.sources.kit.calls import compare, firm, numbers, staff
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject

MOSCOW = timezone(timedelta(hours=3))
HEAD = ("ID звонка", "Дата и время", "Оператор", "Внутренний номер", "Телефон", "Тип звонка",
        "Длительность разговора", "Статус звонка", "Запись")  # fmt: skip
ENDS = {"reached": "Дозвонились", "missed": "Нет ответа", "busy": "Занято",
        "failed": "Неверный номер", "voicemail": "Автоответчик"}  # fmt: skip
WAYS = {"in": "Входящий", "out": "Исходящий"}


class Exports:
    """Adds a line when a call has ended, and now and then half of it first; begins another file,
    exports a workbook of calls that it told before, corrects how a call ended."""

    def __init__(self, world: World) -> None:
        self.world, self.rng = world, Random(7)
        self.clock, self.counters = Clock(world.until + 900), Counters()
        self.kept = TemporaryDirectory(prefix="merilo-dials-")
        self.folder = Path(self.kept.name)
        self.files: list[list[Touch]] = [[]]
        self.half = ""  # what is still to be written of a line
        self.write(calls(world))

    def __enter__(self) -> "Exports":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kept.cleanup()

    @property
    def file(self) -> Path:
        """The one that grows."""
        return self.folder / f"calls-{len(self.files)}.csv"

    def write(self, some: Sequence[Touch], whole: bool = True) -> None:
        """Lines; the last of them perhaps in two pieces."""
        told = self.lines(some) if self.file.exists() else self.lines(some, head=True)
        cut = len(told) if whole else len(told) - self.rng.randrange(1, 40)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(self.half + told[:cut])
        self.half = told[cut:]
        self.files[-1] += some

    def lines(self, some: Iterable[Touch], head: bool = False) -> str:
        """They as a file has them."""
        text = plain(map(self.cells, some), ";".join(HEAD))
        return text if head else text.partition("\n")[2]

    def cells(self, call: Touch) -> tuple[object, ...]:
        """The row of a call."""
        who = None if call.person is None else self.world.people[call.person]
        began = datetime.fromtimestamp(call.created_at, MOSCOW)
        return (
            call.number, f"{began:%d.%m.%Y %H:%M:%S}", who.name if who else "",
            who.extension if who else "", call.phone, WAYS[call.direction], call.talk,
            ENDS[call.outcome], f"https://calls.example/{call.number}" if call.talk else "",
        )  # fmt: skip

    def call(self) -> Touch:
        """One that has just ended."""
        deal, talk = self.rng.choice(self.world.deals), self.rng.choice((0, 20, 90))
        way = self.rng.choice(("in", "out"))
        return self.world.call(deal, self.clock.now() - talk - 20, direction=way, talk=talk)

    def anew(self) -> None:
        """Another file begins."""
        self.files.append([])
        self.write([])

    def again(self) -> None:
        """A workbook of calls that stand in other files, too."""
        some = self.rng.sample(self.calls, min(20, len(self.calls)))
        made = workbook(self.folder / ".week.xlsx", [HEAD, *map(self.cells, some)])
        made.rename(self.folder / f"week-{len([*self.folder.iterdir()])}.xlsx")

    def correct(self) -> None:
        """Of a call that nobody took another reason is given, in the file where it stands."""
        number = self.rng.randrange(len(self.files))
        missed = [call for call in self.files[number] if call.outcome in ("missed", "busy")]
        if not missed or number == len(self.files) - 1:
            return
        call = self.rng.choice(missed)
        call.outcome = "busy" if call.outcome == "missed" else "missed"
        path = self.folder / f"calls-{number + 1}.csv"
        made = self.folder / ".corrected"
        made.write_text(self.lines(self.files[number], head=True), "utf-8")
        made.rename(path)

    @property
    def calls(self) -> list[Touch]:
        """All that were written."""
        return [call for file in self.files for call in file]

    def late(self, seconds: int, share: float = 1.0) -> None:
        """From now on the last line is cut; whole again with no seconds."""
        if not seconds:
            self.write([])

    def truth(self) -> dict[str, Any]:
        """Of the calls that were written."""
        return {"activities": [*map(self.so, self.calls)]}

    def so(self, call: Touch) -> dict[str, Any]:
        """What can be known of a call from its row."""
        who = None if call.person is None else self.world.people[call.person]
        return {
            "id": str(call.number), "kind": "call", "direction": call.direction,
            "occurred_at": call.created_at, "duration_s": call.talk, "outcome": call.outcome,
            "operator": who.extension if who else None, "result": ENDS[call.outcome],
            "author": "robot" if who is None and call.direction == "out" else "person",
            "recording": f"https://calls.example/{call.number}" if call.talk else None,
        }  # fmt: skip


def told(exports: Exports) -> tuple[dict[str, Any], dict[str, str]]:
    settings = {"path": str(exports.folder), "zone": "Europe/Moscow", "region": "RU",
                "operators": staff(range(101, 107))}  # fmt: skip
    return settings, {}


def live(place: Place) -> None:
    """Calls end; half of the last line is not written yet. Now and then another file begins, calls
    are told again, or one is corrected."""
    exports = place.fake
    exports.write([])
    if exports.rng.random() < 0.2:
        exports.anew()
    if exports.rng.random() < 0.2:
        exports.again()
    if exports.rng.random() < 0.5:
        exports.correct()
    exports.write([exports.call() for _ in range(2)], whole=exports.rng.random() < 0.5)


SUBJECT = Subject(
    "dialler", lambda deals: Exports(firm(deals)), told,
    lambda place: (place.fake.write([]), place.sync(), compare(place))[-1], live,
    chance={}, steps=22, private=numbers,
)  # fmt: skip

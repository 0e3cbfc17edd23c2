"""What the page on mapping files shows works as it stands there."""

import re
from pathlib import Path

import pytest

from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import Plan
from merilo.sources.files.targets import TARGETS
from merilo.sources.files.yaml import parse
from tests.sources.files.mapping.sheets import look

PAGE = Path(__file__).parents[4] / "docs" / "tasks" / "map-a-file.md"
HEADER = (
    "opportunity_id;sales_agent;account;deal_stage;engage_date;close_date;close_value;"
    "Товар;Товар;;Менеджер;Группа;Номер;Дата;Сумма;Имя;Фамилия;Компания;Контакт"
)


def shown(text: str) -> Plan:
    """The plan of what the page shows."""
    return parse(text, look(HEADER), Asker())


def blocks() -> list[str]:
    """The mapping files on the page."""
    return re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_files_on_the_page_are_mappings() -> None:
    whole, forms, several = blocks()
    assert shown(whole).feeds[0].values["outcome"]["Engaging"] == "open"
    assert shown(whole + forms).formats.dates == ("%d.%m.%Y %H:%M", "%m/%d/%Y")
    assert [feed.table for feed in shown(several).feeds] == ["people", "deals"]


@pytest.mark.parametrize("line", range(7))
def test_what_may_stand_right_of_a_column(line: int) -> None:
    table = re.search(r"right one of\n\n(.*?)\n\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    said = re.findall(r"`([a-z]+: [^`]+)`", table[1])
    rows = table[1].splitlines()[2:]
    assert len(rows) == 7
    for example in re.findall(r"`([a-z]+: [^`]+)`", rows[line]):
        assert example in said
        needed = "".join(f", {n}" for n in ("id: Номер", "outcome: won") if n[:3] not in example)
        assert shown(f"table: deals\ncolumns: {{{example}{needed}}}").feeds


def test_names_on_the_page_are_names() -> None:
    text = (
        PAGE.read_text(encoding="utf-8").split("A file may hold more")[1].split("**`values`**")[0]
    )
    known = {name for target in TARGETS.values() for name in target.names}
    said = set(re.findall(r"`(\w+)`", text))
    assert len(said) > 20
    assert said <= known

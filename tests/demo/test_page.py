"""The page about the demo company gives every story away."""

from pathlib import Path

import pytest

from merilo.demo import STORIES
from merilo.demo.names import PEOPLE
from merilo.demo.staff import TEAMS
from merilo.demo.stories import MOMENTS, POOR, PUSHED

PAGE = (Path(__file__).parents[2] / "docs/explain/demo.md").read_text("utf-8")
LINES = {line.split("`")[1]: line for line in PAGE.splitlines() if line.startswith("| `")}
NAMES = PEOPLE | {team.id: team.name for team in TEAMS}
ONCE = {"left": MOMENTS["left"], "moved": MOMENTS["moved"], "doubled": MOMENTS["doubled"]}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.id}-{story.since}")
def test_who_and_since_when(story):
    line = LINES[story.id]

    assert NAMES[story.who] in line
    begun = {s.since for s in STORIES if s.id == story.id}
    assert ("| always |" if max(begun) > 24 else f"| {max(begun)} months ago |") in line


@pytest.mark.parametrize("name", ONCE)
def test_what_happens_once(name):
    assert NAMES[ONCE[name].who] in LINES[name]
    assert f"| {ONCE[name].months} months ago" in LINES[name]


def test_channels():
    assert PUSHED in LINES["push"]
    assert f"| {MOMENTS['push'].months} months ago |" in LINES["push"]
    assert POOR in LINES["poor"]


def test_no_story_is_only_on_paper():
    told = {story.id for story in STORIES} | {*ONCE, "push", "poor"}

    assert {name for name in LINES if name not in ("S", "M")} == told

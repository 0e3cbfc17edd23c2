"""What exists is documented; what is documented exists, and does as it is written."""

import doctest
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from docs import make
from docs.make import DOCS, MADE
from docs.words import declared
from merilo.demo import S, load
from merilo.metrics.catalogue import METRICS
from merilo.metrics.catalogue.names import LANGS, name

ROOT = DOCS.parent
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PART = re.compile(r"^[#|]", re.M)  # a heading, a row
LINK = re.compile(r"\]\((?!http)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", MADE)
def test_reference_is_as_made(page):
    """After a change to the catalogue, a table, an error, a setting or a command: make docs."""
    assert (DOCS / page).read_text("utf-8") == MADE[page]()


def test_reference_holds_what_is_made_and_nothing_else():
    assert {f"reference/{page.name}" for page in DOCS.glob("reference/*.md")} == {*MADE}


@pytest.mark.parametrize("title", make.PAGES)
def test_every_edition_has_the_same_parts_and_leads_to_the_others(title):
    made = {lang: make.page(title, lang) for lang in LANGS}

    for lang, text in made.items():
        others = {make.file(title, one) for one in LANGS if one != lang}
        assert {*LINK.findall(text.split("\n\n")[1])} == others
        assert len(PART.findall(text)) == len(PART.findall(made["en"]))
        assert lang == "en" or text.splitlines()[0] != made["en"].splitlines()[0]


@pytest.mark.parametrize("lang", ["ru", "hu"])
def test_tables_and_settings_leave_no_english_sentence(lang):
    text = make.page("tables", lang) + make.page("settings", lang)

    assert [said for said in declared() if " " in said and said in text] == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("explain/*.md")), ids=lambda page: page.stem)
def test_numbers_in_explanations_are_so(page):
    assert doctest.testfile(str(page), module_relative=False).failed == 0


def test_the_page_on_python_runs_on_the_demo_company(tmp_path, monkeypatch):
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    load(tmp_path / "demo", S, date(2026, 11, 22), now)
    monkeypatch.chdir(tmp_path)
    page = DOCS / "tasks/python.md"

    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path):
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_metric_says_all_about_itself(metric):
    assert metric.doc.endswith(".")
    for lang in LANGS:
        said = name(metric.id, lang)
        assert said.full
        assert len(said.head) <= 30
    assert len({name(metric.id, lang).full for lang in LANGS}) == len(LANGS)
    for part in metric.parts:
        assert part.fact.doc.strip()
        assert part.fact.counts_on
        assert part.fact.whose


def test_every_decision_is_listed():
    listed = (DOCS / "decisions/README.md").read_text("utf-8")

    for page in DOCS.glob("decisions/0*.md"):
        assert page.name in listed

"""What one process has written, the next need not write again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from merilo.metrics.engines.duckdb import DuckDB
from merilo.metrics.engines.store import Store, described, stamp
from merilo.metrics.engines.template import shape
from merilo.metrics.own import Definition, catalogue
from merilo.metrics.own.book import as_said
from merilo.metrics.question import EVERYBODY, Question, Scope, Span
from tests import firm
from tests.builders import OCTOBER, TODAY

ASKED = Question(("calls", "win_rate"), OCTOBER, EVERYBODY, TODAY, ("person",))


class Counting(DuckDB):
    """Counts how often it writes."""

    written = 0

    def write(self, *words):
        self.written += 1
        return super().write(*words)


def own(text: str):
    said = {"mine": Definition("mine", text, (("en", "mine"),), unit="count")}
    return catalogue(said, ["mine"], as_said)


def test_second_process_says_the_same_without_writing(tmp_path, snapshot):
    first, second = Counting(threads=1, folder=tmp_path), Counting(threads=1, folder=tmp_path)
    question = replace(ASKED, period=OCTOBER, today=firm.TODAY)

    assert first.answer(question, snapshot) == second.answer(question, snapshot)
    assert (first.written, second.written) == (1, 0)


OTHERS = {
    "metrics": {"metrics": ("calls",)},
    "split": {"by": ("unit",)},
    "condition": {"where": (("channel", ("web",)),)},
    "nothing": {"where": (("channel", ("web", None)),)},
    "place": {"placed": "now"},
    "rights": {"scope": Scope(frozenset({"ann"}))},
    "days": {"scope": Scope(frozenset(), (Span("ann", OCTOBER.since, OCTOBER.until),))},
    "own": {"metrics": ("mine",), "catalogue": own("calls * 2")},
    "other": {"metrics": ("mine",), "catalogue": own("calls * 3")},
    "filtered": {"metrics": ("mine",), "catalogue": own("calls where channel = web")},
    "elsewhere": {"metrics": ("mine",), "catalogue": own("calls where channel = fair")},
}


def test_questions_of_other_shapes_are_told_apart():
    texts = [described(shape(replace(ASKED, **said))) for said in ({}, *OTHERS.values())]

    assert len({*texts}) == len(OTHERS) + 1
    assert not any(" at 0x" in text for text in texts)


def test_what_is_cut_short_is_written_anew(tmp_path):
    engine = Counting(threads=1, folder=tmp_path)
    whole = engine.kept(shape(ASKED))
    (file,) = tmp_path.rglob("*.gz")
    file.write_bytes(file.read_bytes()[:50])

    assert Counting(threads=1, folder=tmp_path).kept(shape(ASKED)) == whole


@pytest.mark.parametrize("folder", [None, "there-is-no/such/\0folder"])
def test_without_a_folder_it_answers_all_the_same(folder, tmp_path):
    engine = Counting(threads=1, folder=folder and tmp_path / "file" / "below")
    (tmp_path / "file").write_text("no folder", "utf-8")

    assert "calls" in engine.kept(shape(ASKED)).sql


def test_what_an_older_version_wrote_goes(tmp_path):
    old = tmp_path / "duckdb-0000000000000000"
    old.mkdir()
    (old / "x.json.gz").touch()
    (tmp_path / "spark-0000000000000000").mkdir()
    Counting(threads=1, folder=tmp_path).kept(shape(ASKED))

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"duckdb-{stamp()}", "spark-0000000000000000",
    ]  # fmt: skip
    assert Store(tmp_path, "duckdb").folder == tmp_path / f"duckdb-{stamp()}"


def test_many_who_ask_at_once_wait_for_one_writing():
    engine = Counting(threads=1)
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(engine.template, [shape(ASKED)] * 8)]

    assert engine.written == 1
    assert len({id(template) for template in found}) == 1

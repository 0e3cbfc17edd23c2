"""The file of own metrics: read back equal, written whole, each mistake with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.make import DOCS
from merilo.errors import FileError, Unwritable
from merilo.metrics.own import NAME, Book, Definition, load, read, save, written
from merilo.words import LANGS

LINES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
NAMES = st.dictionaries(st.sampled_from(LANGS), LINES, min_size=1)
DEFINITIONS = st.builds(
    Definition,
    id=st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
    text=LINES,
    names=NAMES.map(lambda names: tuple(names.items())),
    unit=st.sampled_from(["", "money", "share"]),
    better=st.sampled_from(["", "more"]),
    about=LINES | st.just(""),
)
WHOLE = """
mine:
  is: deals_won where channel in (site, "cold calls")
  names: {en: mine, ru: моё, hu: enyém}
  unit: count
  better: more
  about: Ours.
"""


@given(st.lists(DEFINITIONS, min_size=1, unique_by=lambda said: said.id))
def test_what_is_written_is_read_back(tmp_path_factory, own):
    home = tmp_path_factory.mktemp("home")
    save(home, own)

    assert [*load(home).values()] == own


def test_fields_are_those_of_the_file(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(WHOLE, "utf-8")

    assert read(path) == {
        "mine": Definition(
            "mine", 'deals_won where channel in (site, "cold calls")',
            (("en", "mine"), ("ru", "моё"), ("hu", "enyém")), "count", "more", "Ours.",
        )
    }  # fmt: skip


def test_words_that_yaml_would_take_for_something_else_stay_words(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("no: {is: 1.0, names: {en: off}}", "utf-8")

    assert read(path) == {"no": Definition("no", "1.0", (("en", "off"),))}


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_home_without_definitions_has_none(tmp_path, text):
    assert load(tmp_path) == {}
    (tmp_path / NAME).write_text(text, "utf-8")
    assert load(tmp_path) == {}
    save(tmp_path, [])
    assert load(tmp_path) == {}
    assert written([]) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- revenue", "has to be a list of “name: value”"),
        ("mine: revenue", "mine: it has to be a list of “name: value”"),
        ("mine: {is: [revenue]}", "mine, is: it has to be a word"),
        ("mine: {iz: revenue}", "mine: there is no “iz” here; nearest: is"),
        ("mine: {names: {de: meine}}", "mine, names: there is no “de” here"),
        ("mine: {names: mine}", "mine, names: it has to be a list"),
        ("mine: {names: {en: [a]}}", "mine, names, en: it has to be a word"),
        (f"mine: {{about: {'x' * 201}}}", "mine, about: a text of at most 200"),
        ('mine: {names: {en: "a\\u202eb"}}', "mine, names, en: a text"),
        ("a: {is: b}\na: {is: c}", "a stands there twice"),
        ("a: {", "line 1"),
        ("? [a, b]\n: c", "key"),
        ("[" * 3000, "nested too deep"),
        ("x" * 1_000_001, "too large"),
    ],
)
def test_mistake_in_a_file_is_told_with_its_place(tmp_path, text, told):
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(FileError) as error:
        read(path)
    assert told in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_file_that_cannot_be_read_is_told(tmp_path, content):
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FileError):
        read(path)


def test_page_about_own_metrics_defines_what_can_be(tmp_path):
    page = (DOCS / "tasks/own-metrics.md").read_text("utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], "utf-8")
    book = Book(read(path))

    assert [book.metric(id).unit for id in book.own] == ["money", "count", "share"]
    assert not [note for said in book.own.values() for note in book.notes(said)]


def test_folder_that_takes_no_file_keeps_what_it_has(tmp_path):
    (tmp_path / "home").write_text("a file stands in the way")

    with pytest.raises(Unwritable):
        save(tmp_path / "home", [])

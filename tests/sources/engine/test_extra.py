"""What nobody mapped is kept, quickly, and none of it is changed."""

import json

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.sources.engine.extra import Extra, captions

CELLS = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
DB = duckdb.connect(config={"threads": 1})


def kept(header, places, rows):
    """The JSON of each row."""
    names = ", ".join(f"c{place} text" for place in range(len(header)))
    DB.execute(f"create or replace temp table chunk ({names})")
    if rows:
        DB.executemany(f"insert into chunk values ({', '.join('?' * len(header))})", rows)
    found = DB.execute(f"select {Extra(header, places).json(DB, 'chunk')} from chunk").fetchall()
    return [None if text is None else _once(text) for (text,) in found]


def _once(text):
    """The object, every key of which may stand there but once."""
    pairs = json.loads(text, object_pairs_hook=list)
    assert len({key for key, _ in pairs}) == len(pairs), text
    return dict(pairs)


def test_captions_are_told_apart():
    header = ("A", "B", "A", "", " A ", "A 2", "B")

    assert captions(header) == ("A", "B", "A 2", "column 4", "A 3", "A 2 2", "B 2")


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_nothing_is_lost_or_made_up(rows):
    header = ("A", 'say "b"', "A")
    names = ("A", 'say "b"', "A 2")

    by_hand = [
        {name: cell for name, cell in zip(names, row, strict=True) if cell is not None} or None
        for row in rows
    ]
    assert kept(header, (0, 1, 2), rows) == by_hand


def test_mapped_columns_are_not_kept_twice():
    assert kept(("A", "B"), (1,), [("x", "y")]) == [{"B": "y"}]


def test_without_unmapped_columns_there_is_nothing():
    assert kept(("A",), (), [("x",)]) == [None]

"""The language of definitions: what is understood, where it is not, and how much there may be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from merilo.errors import QuestionError, Unparsed
from merilo.metrics.own.grammar import DEPTH, LENGTH, TERMS, parsed
from merilo.metrics.own.tree import Filter, Name, Negative, Number, Pair, Sign, named
from tests.own import made

A, B, C = Name("a"), Name("b"), Name("c")


def tree(text: str) -> object:
    return parsed(text, "mine")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", A),
        ("a / b", Pair(Sign.OVER, A, B)),
        ("a + b * c", Pair(Sign.PLUS, A, Pair(Sign.TIMES, B, C))),
        ("(a + b) * c", Pair(Sign.TIMES, Pair(Sign.PLUS, A, B), C)),
        ("a - b - c", Pair(Sign.MINUS, Pair(Sign.MINUS, A, B), C)),
        ("a / b / c", Pair(Sign.OVER, Pair(Sign.OVER, A, B), C)),
        ("-a * b", Pair(Sign.TIMES, Negative(A), B)),
        ("a * -0.5", Pair(Sign.TIMES, A, Negative(Number("0.5")))),
        (" a\n÷  b × c − 1", tree("a/b*c-1")),
        ("wherever", Name("wherever")),
    ],
)
def test_formula_is_read_as_it_is_at_school(text, meant):
    assert tree(text) == meant


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("segment = retail", (("segment", ("retail",)),)),
        ('channel in (site, "cold calls")', (("channel", ("site", "cold calls")),)),
        ("segment=a and channel=b", (("segment", ("a",)), ("channel", ("b",)))),
        ('channel = ""', (("channel", ("",)),)),
        ('customer = "ООО ""Ромашка"""', (("customer", ('ООО "Ромашка"',)),)),
        ("customer = 'O''Neill'", (("customer", ("O'Neill",)),)),
        ("segment = сети-2.0", (("segment", ("сети-2.0",)),)),
        ("segment in (inbound, android, a, a)", (("segment", ("inbound", "android", "a")),)),
    ],
)
def test_filter_holds_names_as_people_see_them(text, only):
    assert tree(f"a where {text}") == Filter(A, only)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "too early"),
        ("a +", "too early"),
        ("(a", "too early"),
        ("a where", "too early"),
        ("a $ b", "“$” at character 3"),
        ("a b", "“b” at character 3"),
        ("a ** b", "at character 4"),
        ("a where b != c", "“!=” at character 11"),
        ("a where b in ()", "“)” at character 15"),
        ("a where b = c android = d", "“android” at character 15"),
        ("a whereb = c", "“whereb” at character 3"),
        ("__import__('os')", "at character 11"),
        ("a.b", "at character 2"),
        ("0,5 * a", "at character 2"),
        ("2 + 2", "no metric"),
        ("a * 1234567890123456", "digits"),
        ("a " * LENGTH, "longer than"),
        (" + ".join("a" * (TERMS + 1)), "names and numbers"),
        ("-(" * (DEPTH + 1) + "a" + ")" * (DEPTH + 1), "nested"),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(text, problem):
    with pytest.raises(Unparsed) as told:
        tree(text)

    assert problem in str(told.value)
    assert "“mine”" in str(told.value)
    assert "\n" not in str(told.value)


def test_limits_let_in_what_is_just_within_them():
    assert len(named(tree(" + ".join("a" * TERMS)))) == TERMS
    assert tree("-(" * (DEPTH - 1) + "a" + ")" * (DEPTH - 1))
    assert tree("(" * 400 + "a" + ")" * 400) == A  # brackets alone are no depth


WORDS = st.sampled_from(
    ["revenue", "calls", "where", "and", "in", "(", ")", "+", "-", "*", "/", "=", ",", "1", "0.5",
     "segment", "person", "month", '"x y"', '""', "deals_won", "mine", "'"]
)  # fmt: skip


@given(st.text() | st.lists(WORDS).map(" ".join))
@example("a where")
@example("deals_won where segment = x and segment = y")
def test_any_text_is_a_metric_or_an_error_of_ours(text):
    try:
        assert made(text).parts
    except QuestionError as error:
        found = str(error)
    else:
        return
    assert found.endswith(".")

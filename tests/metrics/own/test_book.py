"""The checks of a book of definitions: each mistake in one sentence, with the nearest names."""

import pytest

from merilo.errors import Circular, Error, Misdefined, NameTaken, NotBy, Unknown, UnknownIn
from merilo.metrics.catalogue import CATALOGUE, METRICS
from merilo.metrics.model import Better, Total
from merilo.metrics.own import Definition, catalogue
from merilo.metrics.own.book import LAYERS, WEIGHT, as_said
from tests.own import book, made, said


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("revenu / calls", UnknownIn, "no metric “revenu”. Nearest: revenue"),
        ("Revenue", UnknownIn, "Nearest: revenue"),
        ("calls where chanel = site", UnknownIn, "no dimension “chanel”. Nearest: channel"),
        ("calls where month = may", UnknownIn, "no dimension “month”"),
        ("calls where channel = a and channel = b", Misdefined, "channel in (a, b)"),
        ("selling_cost where product = saw", NotBy, "“selling_cost” cannot be split by product"),
        ("mine + 1", Circular, "mine → mine"),
    ],
)
def test_mistake_in_a_definition_is_one_sentence(text, kind, told):
    with pytest.raises(kind) as error:
        made(text)

    assert told in str(error.value)
    assert str(error.value).count("\n") == 0


def test_not_by_offers_what_the_facts_know():
    with pytest.raises(NotBy) as error:
        made("selling_cost where product = saw")

    assert "unit" in error.value.can
    assert "month" not in error.value.can


@pytest.mark.parametrize("id", ["Mine", "1st", "мой", "my-own", "", "a b", "a" * 64])
def test_id_is_of_small_latin_letters(id):
    with pytest.raises(Misdefined, match="small Latin letters"):
        said(id, "revenue").check()


@pytest.mark.parametrize(
    "id",
    ["revenue", "won_in_year", "person", "month", "show", "at_work", "rows_of_x", "revenue_before"],
)
def test_id_that_means_something_already_is_refused(id):
    with pytest.raises(NameTaken, match=f"“{id}”"):
        book(said(id, "calls")).metric(id)


def test_part_that_would_stand_in_the_column_of_another_is_refused():
    """The parts of `x` are revenue_of_x and won_with_amount_of_x."""
    texts = {"x": "average_check where channel = a", "revenue_of_x": "revenue where channel = b"}
    written = book(**texts)
    written.metric("x")

    with pytest.raises(NameTaken, match="revenue_of_x"):
        written.metric("revenue_of_x")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"unit": "roubles"}, "unit is “roubles”; it can be: money"),
        ({"better": "up"}, "better is “up”; it can be: more, less, neither"),
    ],
)
def test_word_that_is_none_of_those_is_refused(fields, told):
    with pytest.raises(Misdefined, match=told):
        said("mine", "revenue", **fields).check()


def test_name_is_needed_and_one_stands_for_all():
    with pytest.raises(Misdefined, match="no name"):
        Definition("mine", "revenue", ()).check()

    assert Definition("mine", "revenue", (("ru", "моё"),)).called == (
        ("en", "моё"), ("ru", "моё"), ("hu", "моё"),
    )  # fmt: skip


@pytest.mark.parametrize("length", [2, 3, LAYERS])
def test_circle_is_shown(length):
    ring = [f"m{n}" for n in range(length)]
    written = book(**{id: f"{ring[n - 1]} + 1" for n, id in enumerate(ring)})

    with pytest.raises(Circular) as error:
        written.metric("m0")
    assert error.value.path == " → ".join(("m0", *reversed(ring)))


def test_mistake_leaves_the_book_as_it_was():
    written = book(bad="nothing_such", good="revenue + 0 * margin")
    for _ in range(2):
        with pytest.raises(UnknownIn):
            written.metric("bad")

    assert written.metric("good").unit == "money"


def test_metrics_one_inside_another_have_an_end():
    deep = {"m0": "revenue"} | {f"m{n}": f"m{n - 1}" for n in range(1, LAYERS + 1)}
    assert book(**{id: deep[id] for id in [*deep][:-1]}).metric(f"m{LAYERS - 1}")
    with pytest.raises(Misdefined, match="one inside another"):
        book(**deep).metric(f"m{LAYERS}")


def test_metrics_that_double_each_other_have_an_end():
    """Eight lines would else make a query of 256 figures, thirty one of a milliard."""
    doubled = {"m0": "revenue"} | {f"m{n}": f"m{n - 1} + m{n - 1}" for n in range(1, 9)}
    written = book(**doubled)

    assert written.metric("m7")
    with pytest.raises(Misdefined, match=f"more than {WEIGHT} figures"):
        written.metric("m8")


def test_better_is_that_of_the_filtered_metric_unless_it_is_said():
    assert made("deals_lost where channel = a").better is Better.LESS
    assert made("deals_lost where channel = a", better="neither").better is Better.NEITHER
    assert made("deals_lost / deals_won").better is Better.NEITHER


def test_filtered_total_stays_a_total():
    assert isinstance(made("revenue where channel = a"), Total)


def test_definition_is_part_of_what_is_said_about_it():
    assert made("revenue /\n calls").doc == "revenue / calls"
    assert made("revenue / calls", about="Money a call.").doc == "Money a call: revenue / calls"


def test_what_may_be_empty_below_the_line_is_noted():
    written = book(
        said("mine", "revenue / (win_rate + 1) / calls"), said("plain", "win_rate / calls")
    )
    lacks, empty = written.notes(written.own["mine"])

    assert "no name in ru, hu" in lacks
    assert "divides by “win_rate”" in empty
    assert len(written.notes(written.own["plain"])) == 1


def test_users_are_those_in_whose_text_it_stands():
    written = book(
        site="deals_won where channel = site", a="site / calls", b="site where unit = n", c="a"
    )

    assert written.users("site") == ["a", "b"]
    assert written.users("c") == []


# The catalogue of a question


def test_catalogue_holds_what_is_asked_and_what_that_is_made_of():
    own = book(a="revenue / 2", b="a / 2", c="a / 3").own

    assert catalogue(own, ["b", "calls"], as_said).own.keys() == {"a", "b"}
    assert catalogue(own, ["calls"], as_said) is CATALOGUE


def test_mistake_in_one_does_not_stand_in_the_way_of_others():
    own = book(bad="nothing_such", good="revenue").own

    assert catalogue(own, ["good", "calls"], as_said).find("good")
    with pytest.raises(UnknownIn):
        catalogue(own, ["bad"], as_said)


def test_unknown_metric_offers_own_ones_too():
    with pytest.raises(Unknown, match="revenue_a_call") as error:
        catalogue(book(revenue_a_call="revenue / calls").own, ["revenue_a_cal"], as_said)

    assert not isinstance(error.value, UnknownIn)


def test_own_metric_does_not_take_the_place_of_ours_that_came_later():
    """A new version of Merilo may bring a metric of that id: neither is shown for the other."""
    with pytest.raises(NameTaken):
        catalogue(book(revenue="margin").own, ["revenue"], as_said)


def test_names_are_looked_up_where_somebody_knows_them():
    def keys(dimension: str, name: str) -> list[str]:
        return [f"{dimension}:{name}:{n}" for n in (1, 2)]

    own = book(mine="revenue where person = Ann").own
    (part,) = catalogue(own, ["mine"], keys).find("mine").parts

    assert part.only == (("person", ("person:Ann:1", "person:Ann:2")),)


def test_every_metric_of_ours_can_be_filtered_and_computed_with():
    written = book(
        **{f"own_{id}_x": f"{id} where person = ann" for id in METRICS},
        **{f"twice_{id}_x": f"2 * {id}" for id in METRICS},
    )
    for id in METRICS:
        assert written.metric(f"own_{id}_x").unit == written.metric(f"twice_{id}_x").unit
        assert len(written.metric(f"own_{id}_x").parts) == len(METRICS[id].parts)


def test_mistakes_have_codes_of_their_own():
    kinds = (Misdefined, *Misdefined.__subclasses__(), Circular, UnknownIn)

    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(issubclass(kind, Error) and kind.code.startswith("question.") for kind in kinds)

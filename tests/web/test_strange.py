"""Strange addresses and forms: whatever is written into them, the answer is a page or a refusal."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merilo.web.access.pages import PAGES, PUBLIC
from merilo.web.accounts.models import Role
from tests.web.test_access import ALL, PLACES, path

pytestmark = pytest.mark.django_db
SAID = {  # what addresses are asked, beside anything else
    "period": ["2017-10", "2017-Q4", "9999", "0000-00", "2017-13", "..", "2017-10-01..",
               "last-month", "2017-10-31..2017-10-01", "0001-01-01..9999-12-31", "last-99999-days"],
    "by": ["person", "unit", "customer", "day", "person,unit"],
    "columns": ["calls", "calls,calls", "revenue,nothing", ",,,", "win_rate"],
    "compare": ["previous", "year", "plan", "others"],
    "sort": ["-calls", "--calls", "calls", "person", "nothing"],
    "placed": ["now", "then"], "who": ["all"], "spark": ["calls", "nothing"],
    "form": ["csv", "xlsx"], "key": ["test:ann", "test:bob", "—"], "person": ["test:ann", "—"],
    "metric": ["calls", "nothing"], "page": ["0", "-1", "2", "9" * 20, "²"],
    "before": ["1", "²", "-1", "9" * 30], "kinds": ["call", "meeting"], "unit": ["test:n", "—"],
    "role": ["seller"], "q": ["Анна", "%"], "since": ["2017-10-01", "2017-02-30"],
    "until": ["2017-10-31"], "what": ["sign_in", "a.b", "."],
}  # fmt: skip
ODD = ["", " ", "'", '"', "<script>alert(1)</script>", "\x00", "\r\nSet-Cookie: a=b",
       "../../etc/passwd", "{{7*7}}", "=1+1", "null", "NaN", "1e999", "😀", "ä" * 300, "%s",
       "; drop table users"]  # fmt: skip
value = st.sampled_from(ODD) | st.text(max_size=12)
FORMS = {name: value | st.sampled_from(known) for name, known in SAID.items()}
asked = st.dictionaries(st.sampled_from([*SAID]), st.none(), max_size=4).flatmap(
    lambda names: st.fixed_dictionaries({name: st.lists(FORMS[name], min_size=1, max_size=2)
                                         for name in names})
)  # fmt: skip
ANSWERS = (200, 301, 302, 400, 403, 404, 405, 422, 429)
OURS = sorted((name, places) for name, places in ALL if PAGES[name] is not PUBLIC)
KEYED = [(name, places) for name, places in OURS if {"key", "metric", "name", "number"} & {*places}]
calm = settings(
    max_examples=200, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


@pytest.fixture
def administrator(user, client) -> Callable[[], Client]:
    """A browser whose administrator is signed in, whatever was done before."""
    somebody = user(Role.ADMINISTRATOR)

    def back() -> Client:
        client.force_login(somebody, "django.contrib.auth.backends.ModelBackend")
        return client

    return back


@given(page=st.sampled_from(OURS), said=asked)
@calm
def test_nothing_that_is_asked_breaks_a_page(over_two, administrator, page, said):
    answer = administrator().get(path(*page), said)

    assert answer.status_code in ANSWERS, (page, said)
    assert answer.streaming or b"<script>alert" not in answer.content


@given(page=st.sampled_from(KEYED), odd=st.sampled_from(ODD) | st.text(max_size=12))
@calm
def test_nothing_that_stands_in_an_address_breaks_it(over_two, administrator, page, odd):
    plain = path(*page)
    for place in page[1]:
        plain = plain.replace(str(PLACES[place]), odd, 1)

    assert administrator().get(plain).status_code in ANSWERS, plain


@given(page=st.sampled_from(OURS), said=asked)
@calm
def test_nothing_that_is_sent_breaks_a_page(own_home, administrator, page, said):
    answer = administrator().post(path(*page), said)

    assert answer.status_code in ANSWERS, (page, said)

"""Questions asked side by side."""

import pytest

from merilo.errors import Unknown
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from merilo.report.together import at_once
from merilo.words import speak, spoken, told
from tests.builders import OCTOBER, TODAY


class Answering:
    """A desk that says in which language it was asked."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def ask(self, question: Question) -> None:
        self.heard.append(spoken.get())
        if question.by == ("nothing",):
            raise Unknown("dimension", "nothing", [])


def question(*by: str, period: Period = OCTOBER) -> Question:
    return Question(("calls",), period, EVERYBODY, TODAY, by)


@pytest.fixture(autouse=True)
def language():
    token = spoken.set("en")
    yield
    spoken.reset(token)


def test_each_is_asked_in_the_readers_language():
    desk = Answering()
    speak("hu")
    at_once(desk, question(), question("person"))

    assert desk.heard == ["hu", "hu"]


def test_what_is_wrong_with_one_is_told():
    with pytest.raises(Unknown) as wrong:
        at_once(Answering(), question(), question("nothing"))

    assert "nothing" in told(wrong.value)

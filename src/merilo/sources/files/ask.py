"""Questions that a suggestion leaves open, and the sentences it says aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from merilo.errors import Unknown
from merilo.sources.files.sample import Sample
from merilo.sources.files.words import normal
from merilo.words import say

NONE = "-"  # the choice "none of them"


class Sentence(str):
    """What a person reads. It is the filled template; `text` is the template, to be translated,
    and `fields` what fills it."""

    text: str
    fields: Mapping[str, object]

    def __new__(cls, text: str, **fields: object) -> "Sentence":
        made = super().__new__(cls, text.format(**fields))
        made.text, made.fields = text, fields
        return made


def aloud(sentence: str) -> str:
    """A sentence in the language spoken."""
    if isinstance(sentence, Sentence):
        docs = {
            k: say(v) for k, v in sentence.fields.items() if k == "doc" and isinstance(v, str) and v
        }
        return say(sentence.text, **{**sentence.fields, **docs})
    return sentence


@dataclass(frozen=True)
class Question:
    """What a person has to decide. `about` is the same for the same doubt in the same file;
    the answer is one of `choices`; `best` is what was taken meanwhile."""

    about: str
    text: Sentence
    choices: tuple[str, ...]
    best: str


@dataclass
class Asker:
    """Gives the answers that are there, and keeps the questions that have none."""

    answers: Mapping[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)

    def ask(
        self, about: str, text: str, choices: Sequence[str], best: str, **fields: object
    ) -> str:
        """The answer, or `best` until there is one; Unknown if the answer is not a choice.

        `text` is a template for `fields`.
        """
        answer = self.answers.get(about)
        if answer is None:
            self.questions.append(Question(about, Sentence(text, **fields), tuple(choices), best))
            return best
        same = {normal(choice): choice for choice in choices}
        if normal(answer) not in same:
            raise Unknown(say("choice"), answer, choices)
        return same[normal(answer)]

    def repeated(self, sample: Sample, column: int) -> None:
        """Say which of several columns with one caption is taken, if more of them hold values."""
        same = [i for i, caption in enumerate(sample.plain) if caption == sample.plain[column]]
        if sum(bool(sample.texts[i]) for i in same) > 1:
            text = "“{caption}” stands there {times} times: column {number} is taken."
            caption = sample.header[column].strip()
            self.say(text, caption=caption, times=len(same), number=column + 1)

    def say(self, text: str, **fields: object) -> None:
        """Something was assumed: the person has to hear it. `text` is a template for `fields`."""
        self.said.append(Sentence(text, **fields))

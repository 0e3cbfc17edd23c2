"""Which words of a column mean won, lost and open."""

from collections.abc import Iterable, Mapping

from merilo.sources.files import words
from merilo.sources.files.ask import NONE, Asker
from merilo.sources.files.mapping import OTHER
from merilo.words import say

MANY = 40  # words: a column that has more is not a status
MEANT = {"won": "{words} won", "lost": "{words} lost"}


def outcomes(
    caption: str, said: Iterable[str], asker: Asker, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """`said` words of a column: what they mean, the unknown ones open if others are known.

    Where no word is known to mean won, it is asked for. Empty if there are no words.
    """
    known = known or words.meant("deals", "outcome")
    distinct = list(dict.fromkeys(said))
    meant = {word: known[words.normal(word)] for word in distinct if words.normal(word) in known}
    unknown = [word for word in distinct if word not in meant]
    if not unknown:
        return meant
    if "won" not in meant.values():
        for outcome in ("won", "lost"):
            if unknown and outcome not in meant.values():
                _ask(caption, unknown, meant, outcome, asker)
    if unknown:
        meant[OTHER] = "open"
    _say(caption, meant, unknown, asker)
    return meant


def _ask(
    caption: str, unknown: list[str], meant: dict[str, str], outcome: str, asker: Asker
) -> None:
    """Move the word that means the outcome from the unknown ones, if there is such a word."""
    word = asker.ask(
        f"{outcome}: {caption}",
        "Which word of “{caption}” means {outcome}?",
        (*unknown[:MANY], NONE),
        NONE,
        caption=caption,
        outcome=outcome,
    )
    if word in unknown:
        meant[word] = outcome
        unknown.remove(word)


def _say(caption: str, meant: Mapping[str, str], unknown: list[str], asker: Asker) -> None:
    parts = [
        say(text, words=_quoted(w for w, m in meant.items() if m == outcome and w != OTHER))
        for outcome, text in MEANT.items()
        if outcome in meant.values()
    ]
    if unknown:
        shown = _quoted(unknown[:5]) + (" ..." if len(unknown) > 5 else "")
        parts.append(say("{words} and all others open", words=shown))
    asker.say("“{caption}”: {parts}.", caption=caption, parts="; ".join(parts))


def _quoted(said: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in said)

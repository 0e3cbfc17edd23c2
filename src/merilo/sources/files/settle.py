"""Words of a column that are said otherwise than we say them: kinds, currencies, metrics."""

from collections.abc import Callable, Mapping

from merilo.sources.files import values, words
from merilo.sources.files.draft import Draft
from merilo.sources.files.mapping import OTHER
from merilo.sources.files.targets import Parse, Slot


def settle(draft: Draft) -> None:
    """Map the words of the slots that are known by few words; the outcome of deals has its own."""
    for name in list(draft.columns):
        slot = draft.target.slots[name]
        if not draft.columns[name].columns or name in draft.values:
            continue
        if name in _NAMED:
            _name(draft, slot, _NAMED[name])
        elif slot.parse is Parse.WORD and slot.strict:
            _word(draft, slot)


def _word(draft: Draft, slot: Slot) -> None:
    """Unknown words are the default where there is one; a column of unknown words is not it."""
    meant = words.meant(draft.target.name, slot.name)
    said = list(draft.counted(slot.name))
    known = {word: meant[words.normal(word)] for word in said if words.normal(word) in meant}
    unknown = [word for word in said if word not in known]
    if not unknown:
        return
    caption = draft.caption(slot.name)
    if slot.default:
        draft.values[slot.name] = {**known, OTHER: slot.default}
        text = "“{caption}”: {unknown} and all others are taken as {default}."
        draft.asker.say(text, caption=caption, unknown=_shown(unknown), default=slot.default)
    elif not known:
        del draft.columns[slot.name]
    else:
        text = "“{caption}”: rows with {unknown} will be refused, for nothing says what it means."
        draft.asker.say(text, caption=caption, unknown=_shown(unknown))


def _shown(unknown: list[str]) -> str:
    more = " ..." if len(unknown) > 5 else ""
    return ", ".join(f"“{word}”" for word in unknown[:5]) + more


def _name(draft: Draft, slot: Slot, name: Callable[[str], str]) -> None:
    """Words that have another name with us; those that we do not know are left as they are."""
    said = draft.counted(slot.name)
    made = {word: name(word) for word in said if name(word) not in ("", word)}
    if made:
        draft.values[slot.name] = made


def _metric(word: str) -> str:
    return words.meant("plans", "metric").get(words.normal(word), "")


# Slots of any words, some of which we have names for.
_NAMED: Mapping[str, Callable[[str], str]] = {"currency": values.currency, "metric": _metric}

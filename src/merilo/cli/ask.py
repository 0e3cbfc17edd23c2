"""What a file leaves open: asked at the terminal, else proposed in a mapping file."""

import sys
from pathlib import Path

import click

from merilo.cli.words import _, say, several
from merilo.errors import FileError, Unwritable
from merilo.sources.files.ask import Question, Sentence
from merilo.sources.files.suggest import Suggestion


def settled(found: Suggestion, home: Path) -> Suggestion:
    """The suggestion with every question answered by whoever sits at the terminal.

    FileError if nobody does: the proposal is then in a file, to be looked at and given back.
    """
    from merilo.sources.files.suggest import answer

    if found.questions:
        _offered(found, home)
    if found.questions and not interactive():
        raise FileError(str(found.sample.path), _undecided(found, home))
    while found.questions:
        question = found.questions[0]
        found = answer(found, {question.about: asked(question, found.sample.path)})
    return found


def _offered(found: Suggestion, home: Path) -> None:
    """Says so if a file with nearly these captions was mapped before."""
    from merilo.sources.files.remember import similar

    if like := similar(home, found.sample.header):
        text = "Nearly these captions were read by {path}: give it with --map if it fits."
        click.echo(say(text, path=like.path), err=True)


def interactive() -> bool:
    """Somebody is there to answer."""
    return sys.stdin.isatty()


def spoken(sentence: str) -> str:
    """A sentence of the mapping in the language spoken."""
    if isinstance(sentence, Sentence):
        docs = {k: _(v) for k, v in sentence.fields.items() if k == "doc" and isinstance(v, str)}
        return say(sentence.text, **{**sentence.fields, **docs})
    return sentence


def asked(question: Question, path: Path) -> str:
    """The choice of whoever sits at the terminal."""
    click.echo(f"{path.name}: {spoken(question.text)}", err=True)
    for number, choice in enumerate(question.choices, start=1):
        click.echo(f"  {number}. {_('none of them') if choice == '-' else choice}", err=True)
    best = question.choices.index(question.best) + 1 if question.best in question.choices else None
    number = click.prompt(
        _("Number"), type=click.IntRange(1, len(question.choices)), default=best, err=True
    )
    return question.choices[number - 1]


def _undecided(found: Suggestion, home: Path) -> str:
    from merilo.sources.files.yaml import write

    path = home / "mappings" / f"proposed-{found.sample.path.name}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(found.plan, found.sample), "utf-8")
    except OSError as error:
        raise Unwritable(str(path), error.strerror or str(error)) from error
    return several(
        "one thing is to be decided first: {first} Mend what is proposed in {path} and give it "
        "with --map, or answer at a terminal",
        "{count} things are to be decided first: {first} Mend what is proposed in {path} and give "
        "it with --map, or answer at a terminal",
        len(found.questions),
        first=spoken(found.questions[0].text),
        path=path,
    )

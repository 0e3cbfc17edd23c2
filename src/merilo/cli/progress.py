"""How far a long work is: a bar where somebody is looking, lines from time to time elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from merilo.cli.words import say
from merilo.sources.files.load import Progress

STEPS = 1000  # of the bar
EVERY_S = 5.0  # between lines


@contextmanager
def progress(name: str) -> Iterator[Progress]:
    """Something to tell how much of the file is done. It writes to the standard error."""
    if sys.stderr.isatty():
        with _bar(name) as told:
            yield told
    else:
        yield _lines(name)


@contextmanager
def _bar(name: str) -> Iterator[Progress]:
    done = 0
    speed = ""
    shown: Any = click.progressbar(
        length=STEPS, label=name, show_eta=True, item_show_func=lambda _: speed, file=sys.stderr
    )
    with shown as bar:

        def told(rows: int, part: float, seconds: float) -> None:
            nonlocal done, speed
            speed = _speed(rows, seconds)
            step = int(part * STEPS) - done
            done += step
            bar.update(step)

        yield told
        bar.update(STEPS - done)


def _lines(name: str) -> Progress:
    last = 0.0

    def told(rows: int, part: float, seconds: float) -> None:
        nonlocal last
        if seconds - last < EVERY_S:
            return
        last = seconds
        left = seconds * (1 - part) / part if part else 0
        line = say("{name}: {part:.0%}, {speed}, {left:.0f} s left", name=name, part=part,
                   speed=_speed(rows, seconds), left=left)  # fmt: skip
        click.echo(line, err=True)

    return told


def _speed(rows: int, seconds: float) -> str:
    each = round(rows / seconds) if seconds else rows
    return say("{rows:,} rows, {each:,} a second", rows=rows, each=each)


@contextmanager
def share(name: str) -> Iterator[Callable[[float], object]]:
    """Something to tell which part of a work is done, 0 to 1. It writes to the standard error."""
    if sys.stderr.isatty():
        shown: Any = click.progressbar(length=STEPS, label=name, show_eta=True, file=sys.stderr)
        with shown as bar:
            yield lambda part: bar.update(int(part * STEPS) - bar.pos)
        return
    said = time.monotonic()

    def told(part: float) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY_S:
            said = time.monotonic()
            click.echo(f"{name}: {part:.0%}", err=True)

    yield told

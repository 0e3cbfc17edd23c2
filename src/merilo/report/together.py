"""Several questions at once: an engine takes hardly longer for two than for one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from merilo.metrics.question import Question
from merilo.report.desk import Desk


def at_once(desk: Desk, *questions: Question) -> None:
    """Ask the questions side by side, so that their answers are at hand; each in the language of
    whoever asks, for what is wrong with it is told in that."""
    side_by_side(*(partial(desk.ask, one) for one in questions))


def with_whole(desk: Desk, question: Question, *more: Question) -> None:
    """Ask a question and its whole, of one reading where that can be; `more` beside them."""
    side_by_side(partial(whole, desk, question), *(partial(desk.ask, one) for one in more))


def whole(desk: Desk, question: Question) -> None:
    """A question and its whole."""
    if not desk.split(question):
        at_once(desk, question, question.over())


def side_by_side(*tasks: Callable[[], object]) -> None:
    """Do the tasks in threads of their own; what goes wrong in one is raised."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        done = [pool.submit(copy_context().run, task) for task in tasks]
    for one in done:
        one.result()

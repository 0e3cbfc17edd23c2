"""Several questions at once: an engine takes hardly longer for two than for one."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from merilo.metrics.question import Question
from merilo.report.desk import Desk


def at_once(desk: Desk, *questions: Question) -> None:
    """Ask the questions side by side, so that their answers are at hand; each in the language of
    whoever asks, for what is wrong with it is told in that."""
    with ThreadPoolExecutor(len(questions)) as pool:
        asked = [pool.submit(copy_context().run, desk.ask, one) for one in questions]
    for answer in asked:
        answer.result()


def with_whole(desk: Desk, question: Question) -> None:
    """Ask a question and its whole, of one reading where that can be."""
    if not desk.split(question):
        at_once(desk, question, question.over())

"""Reads the text of a definition into its tree. It is parsed, and never run."""

from functools import cache, lru_cache
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from merilo.errors import Unparsed
from merilo.metrics.own.tree import Filter, Formula, Name, Negative, Number, Pair, Sign, walked
from merilo.words import say

LENGTH, TERMS, DEPTH, DIGITS = 1_000, 40, 40, 15  # of a text, its names and numbers, its nesting

# A value is a word, or a text in quotes, where a quote is written twice.
GRAMMAR = r"""
    start: sum | name _WHERE condition (_AND condition)*   -> filter
    ?sum: product | sum (PLUS | MINUS) product             -> pair
    ?product: signed | product (TIMES | OVER) signed       -> pair
    ?signed: atom | _minus atom                            -> negative
    ?atom: NUMBER                                          -> number
        | name
        | "(" sum ")"
    name: NAME
    condition: NAME "=" value | NAME _IN "(" value ("," value)* ")"
    value: WORD                                            -> word
        | QUOTED                                           -> quoted
    _minus: MINUS
    PLUS: "+"
    MINUS: /[-−–]/
    TIMES: /[*×·]/
    OVER: /[\/÷]/
    NUMBER: /[0-9]+(\.[0-9]+)?/
    NAME: /[^\W\d]\w*/
    WORD: /\w[\w.-]*/
    QUOTED: /"([^"]|"")*"|'([^']|'')*'/
    _WHERE.2: /where\b/
    _AND.2: /and\b/
    _IN.2: /in\b/
    %ignore /\s+/
"""
SIGNS = dict(zip("-−–*×·/÷", "---***//", strict=True))  # as people and text editors write them


class Grower(Transformer[Token, Any]):
    """Grows the tree while the text is parsed."""

    def start(self, found: list[Formula]) -> Formula:
        return found[0]

    def filter(self, found: list[Any]) -> Filter:
        return Filter(found[0], tuple(found[1:]))

    def pair(self, found: list[Any]) -> Pair:
        left, sign, right = found
        return Pair(Sign(SIGNS.get(str(sign), str(sign))), left, right)

    def negative(self, found: list[Any]) -> Negative:
        return Negative(found[-1])

    def number(self, found: list[Token]) -> Number:
        return Number(str(found[0]))

    def name(self, found: list[Token]) -> Name:
        return Name(str(found[0]))

    def condition(self, found: list[Any]) -> tuple[str, tuple[str, ...]]:
        return str(found[0]), tuple(dict.fromkeys(found[1:]))

    def word(self, found: list[Token]) -> str:
        return str(found[0])

    def quoted(self, found: list[Token]) -> str:
        quote, text = found[0][0], found[0][1:-1]
        return str(text.replace(quote * 2, quote))


@cache
def parser() -> Lark:
    """The parser; made when it is first needed, for it takes a while."""
    return Lark(GRAMMAR, parser="lalr", transformer=Grower())


@lru_cache(maxsize=1000)
def parsed(text: str, metric: str) -> Formula | Filter:
    """The tree of a definition. Unparsed, with the place, if it is none, or too long."""
    if len(text) > LENGTH:
        problem = say("its definition is longer than {length} characters", length=LENGTH)
        raise Unparsed(metric, problem)
    try:
        tree: Formula | Filter = parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as error:
        raise Unparsed(metric, misread(text, error)) from None
    if not isinstance(tree, Filter):
        within_limits(tree, metric)
    return tree


def misread(text: str, error: UnexpectedInput) -> str:
    """Where the text stops making sense."""
    at = error.pos_in_stream
    if at is None or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return say("its definition ends too early, or is empty")
    rest = text[at:].split()
    found = rest[0][:20] if rest else ""
    return say("“{found}” at character {place} is not understood", found=found, place=at + 1)


def within_limits(tree: Formula, metric: str) -> None:
    """Unparsed if a formula has too much of anything, or nothing to count."""
    parts = [*walked(tree)]
    terms = [here for here, _ in parts if isinstance(here, Name | Number)]
    if len(terms) > TERMS:
        raise Unparsed(metric, say("it has more than {count} names and numbers", count=TERMS))
    if max(depth for _, depth in parts) > DEPTH:
        raise Unparsed(metric, say("it is nested deeper than {count} levels", count=DEPTH))
    if any(len(here.text) > DIGITS for here in terms if isinstance(here, Number)):
        raise Unparsed(metric, say("a number in it has more than {count} digits", count=DIGITS))
    if not any(isinstance(here, Name) for here in terms):
        raise Unparsed(metric, say("it names no metric"))

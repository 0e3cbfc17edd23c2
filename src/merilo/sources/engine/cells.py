"""How the text of a cell becomes a value: SQL, quick for plain texts, patient with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from merilo.sources.files.mapping import Formats
from merilo.sources.files.targets import Parse
from merilo.sources.files.values import CURRENCIES, MONEY_WORDS

FIRST, LAST = "1900-01-01", "2199-12-31"  # a year 17 or 20177 is a slip, not a date
PIPELINE = "main"  # the id of the pipeline of stages that no pipeline is said of
CLOCKS = ("", " %H:%M:%S", " %H:%M")

# A coalesce, or an `in` of many, would work out for every row what a case leaves to the few.
_MACROS = r"""
-- Blanks around a text: whatever sorts before ! begins with one. These tests cost next to nothing.
create or replace temp macro neat(said) as case
  when said < '!' or ends_with(said, ' ') or contains(said, chr(160))
    or ends_with(said, chr(10))
  then nullif(regexp_replace(said, '^[\s\p{{Z}}\x{{feff}}]+|[\s\p{{Z}}\x{{feff}}]+$', '', 'g'), '')
  else said end;

-- A number whose other mark, or blanks, part thousands only, with or without a currency.
create or replace temp macro usual(said) as regexp_full_match(said,
  '[+-]?(?:{money} ?)?[+-]?(?:\d{{1,3}}(?:[ \x{{a0}}\x{{202f}}\x{{2009}}]\d{{3}})+'
  '|[1-9]\d{{0,2}}(?:\{other}\d{{3}})+|\d*)(?:\{mark}\d*)?(?:[ \x{{a0}}\x{{202f}}]?{money})?');
create or replace temp macro digits(said) as replace(
  rtrim(regexp_replace(said, '[^0-9{mark}+-]', '', 'g'), '.'), '{mark}', '.');
-- Accountants write (5) and 5-, typesetters −5, the Swiss 1'234.
create or replace temp macro tidied(said) as regexp_replace(regexp_replace(regexp_replace(said,
  '[−–]', '-', 'g'), '[\s\p{{Z}}''’]+', ' ', 'g'), '^\((.+)\)$|^([^-]+)-$|^- ?(.+)$', '-\1\2\3');
create or replace temp macro digits_if_usual(said) as
  case when usual(said) then digits(said) end;
-- A cast alone would take '- ' for 0: what is 0 has to look like it.
create or replace temp macro plain(said) as {plain};
create or replace temp macro money(said) as case
  when try_cast(plain(said) as decimal(18, 4)) <> 0 or said in ('0', '0.00')
  then try_cast(plain(said) as decimal(18, 4))
  when usual(said) then try_cast(digits(said) as decimal(18, 4))
  else try_cast(digits_if_usual(tidied(said)) as decimal(18, 4)) end;
create or replace temp macro number(said) as case
  when try_cast(plain(said) as decimal(18, 6)) <> 0 or said in ('0', '0.00')
  then try_cast(plain(said) as decimal(18, 6))
  else (try_cast(digits_if_usual(tidied(rtrim(said, '% '))) as decimal(18, 6))
    / case when contains(said, '%') then 100 else 1 end)::decimal(18, 6) end;
create or replace temp macro whole(said) as
  list_transform([number(said)], x -> case when x = trunc(x) then x::bigint end)[1];
create or replace temp macro share(said) as list_transform(
  [(number(said) / case when contains(said, '%') then 1 else {of} end)::decimal(18, 6)],
  x -> case when x between 0 and 1 then x end)[1];
create or replace temp macro duration(said) as case
  when regexp_full_match(said, '(?:\d+:)?\d+:[0-5]?\d') then list_reduce(
    string_split(said, ':')::bigint[], (sum, part) -> sum * 60 + part)
  when number(said) >= 0 then round(number(said))::bigint end;

-- The ISO code that a text says, an amount or a currency; NULL if none or an unknown one.
create or replace temp macro currency_word(said) as
  lower(rtrim(regexp_replace(said, '[-0-9\s\p{{Z}}+−–(),''’]|^\.+', '', 'g'), '.'));
create or replace temp macro currency_of(word) as case
  {currencies} when regexp_full_match(word, '[a-z]{{3}}') then upper(word) end;
create or replace temp macro currency_beside(said) as case
  when try_cast(plain(said) as decimal(18, 4)) is null and currency_word(said) <> ''
  then currency_of(currency_word(said)) end;

create or replace temp macro stage_id(pipeline, stage) as case
  when starts_with(stage, coalesce(pipeline, '{pipeline}') || '/') then stage
  else coalesce(pipeline, '{pipeline}') || '/' || stage end;

create or replace temp macro zoned(said) as try_cast(  -- a clock time wants its seconds
  regexp_replace(said, '([T ]\d\d:\d\d)\s?(Z|UTC|[+-])', '\1:00\2') as timestamptz);
-- DuckDB knows the dates "infinity" and "epoch".
create or replace temp macro dated(said) as case
  when said >= '0' and said < ':' or regexp_matches(said, '\d') then said end;
create or replace temp macro sane(moment) as case
  when moment >= timestamp '{first}' and moment < timestamp '{last}' + interval 1 day
  then moment end;
-- The cheap tests come first: the expression is for the few texts that they let through.
create or replace temp macro offset_said(said) as
  (contains(said, '+') or ends_with(said, 'Z') or length(said) > 19)
  and regexp_matches(said, ':\d\d(?:\.\d+)?\s?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$');
"""
_MACRO = {
    Parse.MONEY: "money",
    Parse.NUMBER: "number",
    Parse.COUNT: "whole",
    Parse.SHARE: "share",
    Parse.DURATION: "duration",
}


@dataclass(frozen=True)
class Reading:
    """How the cells of one sheet are to be read: `formats` as the file has them, `home` the
    company's zone."""

    formats: Formats
    home: str

    @property
    def zone(self) -> str:
        """Of clock times without an offset."""
        return self.formats.zone or self.home

    def macros(self) -> str:
        """The script that all other expressions lean on."""
        mark = self.formats.decimal
        plain = "said"
        if mark == ",":
            plain = "case when not contains(said, '.') then replace(said, ',', '.') end"
        return _MACROS.format(
            money=MONEY_WORDS.replace("'", "''"),
            mark=mark,
            other="," if mark == "." else ".",
            plain=plain,
            of=100 if self.formats.discount == "percent" else 1,
            currencies=_currencies(),
            pipeline=PIPELINE,
            first=FIRST,
            last=LAST,
        )

    def ways(self) -> tuple[str, ...]:
        """Ways to read a moment, ISO first: expressions over {said}."""
        forms = [
            form + clock
            for form in self.formats.dates
            for clock in (("",) if "%H" in form or "%I" in form else CLOCKS)
        ]
        strptime = (f"try_strptime({{said}}, {quoted(form)})" for form in dict.fromkeys(forms))
        there = "case when offset_said({said}) then zoned({said})::timestamp end"
        return ("try_cast({said} as timestamp)", *strptime, there)

    def instant(self, said: str, local: str) -> str:
        """When it was; an offset in the text is honoured, a bare day is its midnight with us."""
        zone = quoted(self.zone)
        if self.zone != self.home:
            zone = f"case when contains({said}, ':') then {zone} else {quoted(self.home)} end"
        there = f"case when offset_said({said}) then zoned({said})"
        return f"{there} else timezone({zone}, {local}) end"

    def day(self, said: str, local: str, instant: str) -> str:
        """The company's day on which `instant` fell."""
        ours = f"timezone({quoted(self.home)}, {instant})::date"
        if self.zone != self.home:
            return ours
        return f"case when offset_said({said}) then {ours} else {local}::date end"


def local(said: str, ways: Sequence[str]) -> str:
    """The moment as the text has it, before any zone; NULL if it is none."""
    *first, last = [f"sane({way.format(said=f'dated({said})')})" for way in ways]
    whens = (f"when {one} is not null then {one}" for one in first)
    return f"case {' '.join(whens)} else {last} end"


def value(parse: Parse, said: str) -> str:
    """The value of the text `said`; NULL if it has none. Words and moments are read elsewhere."""
    macro = _MACRO.get(parse)
    return f"{macro}({said})" if macro else said


def quoted(text: str) -> str:
    """`text` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """`name` as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _currencies() -> str:
    marks = {code: [m.rstrip(".") for m in said.split()] for code, said in CURRENCIES.items()}
    return " ".join(
        f"when list_contains([{', '.join(map(quoted, found))}], word) then {quoted(code)}"
        for code, found in marks.items()
        if found
    )

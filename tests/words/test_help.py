"""Help is in the language asked for, wherever on the line it is asked for."""

import click
import pytest
from click.testing import CliRunner

from docs.commands import every
from merilo.cli.help import Spoken, paragraphs, texts
from merilo.cli.main import cli
from merilo.words import LANGS, spell, spoken

USAGE = {"en": "Usage: ", "ru": "Использование: ", "hu": "Használat: "}
ALL = {context.command_path: context for context in every()}


@pytest.fixture(autouse=True)
def english():
    token = spoken.set("en")
    yield
    spoken.reset(token)


def merilo(*words: str, **said: str) -> str:
    plain = {"MERILO_LANG": None, "LC_ALL": None, "LANG": None}
    done = CliRunner(env={**plain, **said}).invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("words", [(), ("table",), ("metrics",), ("metrics", "add")], ids=str)
@pytest.mark.parametrize("way", ["MERILO_LANG", "LANG", "before", "after", "first"])
def test_help_follows_every_way_to_choose_a_language(words, lang, way):
    arguments = {
        "before": (*words, "--lang", lang, "--help"), "after": (*words, "--help", "--lang", lang),
        "first": (f"--lang={lang}", *words, "-h"),
    }.get(way, (*words, "-h"))  # fmt: skip
    chosen = {way: lang} if way.isupper() else {"MERILO_LANG": "hu" if lang == "ru" else "ru"}

    assert merilo(*arguments, **chosen).startswith(USAGE[lang])


def test_the_option_of_a_command_is_heard_before_the_one_of_the_program():
    assert merilo("--lang", "ru", "table", "--lang", "hu", "-h").startswith(USAGE["hu"])


def test_a_language_chosen_before_the_command_is_that_of_what_it_says(tmp_path):
    said = merilo("--lang", "ru", "metrics", "show", "--home", str(tmp_path), MERILO_LANG="hu")

    assert "Продажи" in said


@pytest.mark.parametrize("lang", ["ru", "hu"])
def test_program_and_table_are_translated_whole(lang):
    for path in ("merilo", "merilo table"):
        said = " ".join(merilo(*path.split()[1:], "-h", COLUMNS="200", LANG=lang).split())
        for text in texts(ALL[path].command, ALL[path]):
            shown = " ".join(spell(text, lang).split())
            assert shown in said
            assert text not in said or text == spell(text, lang)


@pytest.mark.parametrize("path", ALL)
def test_every_command_speaks(path):
    context = ALL[path]

    assert isinstance(context.command, Spoken)
    assert all(paragraphs(context.command))


@pytest.mark.parametrize("path", ALL)
def test_english_help_is_what_click_would_say(path):
    """Of options; of commands the first sentence is whole, where click cuts it."""
    context = ALL[path]
    formatter = context.make_formatter()
    click.Command.format_options(context.command, context, formatter)

    assert formatter.getvalue().strip() in context.command.get_help(context)


def test_a_sentence_of_the_list_is_whole():
    assert "sums to the figure's parts." in " ".join(merilo("-h").split())

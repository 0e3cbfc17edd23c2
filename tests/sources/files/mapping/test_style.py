"""Forms of days as people write them."""

import pytest

from merilo.sources.files.style import strptime, style


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("dd.mm.yyyy", "%d.%m.%Y"),
        ("DD.MM.YYYY HH:MM:SS", "%d.%m.%Y %H:%M:%S"),
        ("d/m/yy", "%d/%m/%y"),
        ("mm/dd/yyyy hh:mm am/pm", "%m/%d/%Y %I:%M %p"),
        ("yyyy. mm. dd.", "%Y. %m. %d."),
        ("dd mmm yyyy", "%d %b %Y"),
        ("%d.%m.%Y", "%d.%m.%Y"),
    ],
)
def test_styles_become_forms(said: str, form: str) -> None:
    assert strptime(said) == form


@pytest.mark.parametrize(
    "form",
    ["%d.%m.%Y", "%Y. %m. %d. %H:%M:%S", "%m/%d/%Y %I:%M %p", "%d %B %Y", "%d.%m.%Y, %H:%M",
     "%j %Y", "%d.%m.%Y %H ч %M"],
)  # fmt: skip
def test_a_form_survives_its_style(form: str) -> None:
    assert strptime(style(form)) == form


@pytest.mark.parametrize("said", ["", "dd.mm", "date", "mm.yyyy"])
def test_what_is_no_day_is_no_style(said: str) -> None:
    with pytest.raises(ValueError, match=said or "^$"):
        strptime(said)

"""The sheet as a file and back; any table of names and months; files that are no such thing."""

import csv
import zipfile
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from merilo.web.accounts.models import Role
from merilo.web.outbox.models import Parcel
from tests.builders import row
from tests.home import ANNA, BORIS
from tests.web.plans.conftest import YEAR, grown
from tests.web.plans.test_sheet import ANN, BOB, NORTH

pytestmark = pytest.mark.django_db
FEBRUARY = "p|test:ann|2018-02-01"


def got(somebody, form: str, **asked: str) -> bytes:
    answer = somebody.client.get("/plans/", YEAR | {"form": form} | asked)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content


def lines(content: bytes) -> list[list]:
    """The rows of a workbook."""
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def book(*rows) -> bytes:
    """A workbook of these rows."""
    made, out = openpyxl.Workbook(), BytesIO()
    for line in rows:
        made.active.append(line)
    made.save(out)
    return out.getvalue()


def text(*rows, encoding="utf-8-sig", delimiter=";") -> bytes:
    """A CSV of these rows."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


class Laid:
    """A file on the sheet."""

    def __init__(self, somebody, content: bytes, name="plan.xlsx", **asked: str) -> None:
        file = SimpleUploadedFile(name, content)
        self.answer = somebody.client.post("/plans/file/", YEAR | asked | {"file": file})
        self.page = BeautifulSoup(self.answer.content, "html.parser")

    @property
    def cells(self) -> dict[str, str]:
        """What stands there otherwise than it stood."""
        return {one["name"][2:]: one["value"] for one in self.page.select("input[data-was]")
                if one["value"] != one["data-was"]}  # fmt: skip

    @property
    def said(self) -> list[str]:
        """What is said of what was not taken."""
        return [" ".join(one.get_text(" ").split()) for one in self.page.select(".plan-taken li")]

    @property
    def wrong(self) -> str:
        """Why nothing of it could be read."""
        assert self.answer.status_code == 422
        return self.page.select_one(".problem p").get_text()


def test_the_sheet_as_it_stands(planner):
    director = planner()
    director.set({ANN: "300000.5", NORTH: "500000"})
    rows = lines(got(director, "xlsx"))

    assert rows[0][:4] == ["key", "revenue, ₽", "Jan 2018", "Feb 2018"]
    assert rows[1][:3] == ["u|test:n", "North", 500000]
    assert rows[2][:4] == ["p|test:ann", ANNA, 300000.5, None]
    assert len(rows) == 4


def test_texts_are_never_formulas(planner, own_home):
    name = '=HYPERLINK("http://evil","x")'
    grown(own_home, people=[row("people", {}, id="ann", name=name)])
    director = planner()
    sheet = openpyxl.load_workbook(BytesIO(got(director, "xlsx"))).active

    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert [one.data_type for one in cells if one.value == name] == ["s"]
    assert f"'{name[:10]}" in got(director, "csv").decode("utf-8-sig").replace('"', "")


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_back_again_nothing_changes(planner, form, lang):
    director = planner(language=lang)
    director.set({ANN: "1234567", BOB: "0", NORTH: "5000"})
    laid = Laid(director, got(director, form), f"a.{form}")

    assert laid.cells == {}
    assert laid.said == []
    assert Parcel.objects.count() == 1


def test_what_was_changed_in_it_stands_in_the_cells_and_is_not_set(planner):
    director = planner()
    director.set({ANN: "100", BOB: "200"})
    rows = lines(got(director, "xlsx"))
    rows[2][2], rows[2][3], rows[3][2] = 150, 2500.5, None
    laid = Laid(director, book(*rows))

    assert laid.cells == {ANN: "150", FEBRUARY: "2,500.5"}  # the empty one leaves the 200
    assert laid.page.select_one("form[data-plans]")["action"] == "/plans/"
    assert Parcel.objects.count() == 1
    assert director.cells() == {ANN: "100", BOB: "200"}


def test_by_key_also_where_the_name_is_another(planner):
    laid = Laid(planner(), book(["key", "x", "Jan 2018"], ["p|test:ann", BORIS, 70]))

    assert laid.cells == {ANN: "70"}


@pytest.mark.parametrize("caption", [
    "January", "jan", "Jan 2018", "январь", "Янв.", "январь 2018 г.", "янв.18", "január",
    "2018. január", "jan.", "2018-01", "01.2018", "2018-01-01", "31.01.2018", date(2018, 1, 1),
])  # fmt: skip
def test_months_as_people_write_them(planner, caption):
    laid = Laid(planner(), book(["№", "Менеджер", caption], [1, ANNA, 70], [2, BORIS, 80]))

    assert laid.cells == {ANN: "70", BOB: "80"}


@pytest.mark.parametrize("caption", ["Q1 2018", "1 кв. 2018", "2018. I. negyedév", "Q1", "I кв."])
def test_quarters(planner, caption):
    laid = Laid(planner(), book(["Name", caption], [ANNA, 70]), grain="quarter")

    assert laid.cells == {ANN: "70"}


def test_titles_above_totals_below_and_columns_of_others(planner):
    laid = Laid(planner(), book(
        ["План отдела"], [], ["ФИО", "Январь", "Февраль 2019", "Итого"],
        ["Отдел продаж", None, None, None], [ANNA.upper(), 70, 5, 75], ["Итого", 70, 5, 75],
    ))  # fmt: skip

    assert laid.cells == {ANN: "70"}
    assert laid.said == []
    assert "Columns that are not on this sheet: Февраль 2019, Итого." in laid.page.get_text()


def test_months_down_and_names_across(planner):
    laid = Laid(planner(), book(["Month", ANNA, BORIS], ["Jan", 70, 80], ["Feb", 90, None]))

    assert laid.cells == {ANN: "70", BOB: "80", FEBRUARY: "90"}


@pytest.mark.parametrize(("rows", "lang"), [
    ([["Имя", "Январь"], [ANNA, "1 234,5"]], "ru"), ([["Name", "Jan"], [ANNA, "1,234.5"]], "en"),
    ([["Név", "január"], [ANNA, "1.234,5 Ft"]], "hu"),
    ([["Имя", "Январь"], [ANNA, "1234,5"]], "en"),
])  # fmt: skip
def test_figures_of_a_csv_as_people_write_them(planner, rows, lang):
    laid = Laid(planner(language=lang), text(*rows), "p.csv")

    assert laid.cells == {ANN: "1,234.5" if lang == "en" else
                          "1\u00a0234,5" if lang == "ru" else "1234,5"}  # fmt: skip


def test_csv_of_windows(planner):
    laid = Laid(planner(), text(["Имя", "Январь"], [ANNA, "70"], encoding="cp1251"), "p.csv")

    assert laid.cells == {ANN: "70"}


def test_shares_in_percent(planner):
    asked = {"metric": "win_rate"}
    fractions = Laid(planner(), book(["Name", "Jan", "Feb"], [ANNA, 0.325, 0.4]), **asked)
    percents = Laid(planner(), book(["Name", "Jan", "Feb"], [ANNA, 32.5, "40 %"]), **asked)

    assert fractions.cells == percents.cells == {ANN: "32.5", FEBRUARY: "40"}
    assert "0.32 was taken for 32 %" in fractions.page.get_text()


def test_what_cannot_be_taken_is_said_in_words(planner):
    laid = Laid(planner(), book(
        ["Name", "Jan", "Feb", "Mar"], [ANNA, "many", -5, "#N/A"], [ANNA, 1, 2, 3],
        ["Nobody at all", 5, 6, 7], [BORIS, 80, None, None],
    ))  # fmt: skip

    assert laid.cells == {BOB: "80"}
    assert laid.said == [
        f"{ANNA}, Jan 2018: “many” is no number",
        f"{ANNA}, Feb 2018: a target is between 0 and a trillion: −5",
        f"{ANNA}, Mar 2018: the file shows #N/A there",
        f"Row 3: {ANNA} stands in row 2 already",
        "Row 4: nobody here is called “Nobody at all”",
    ]


def test_errors_and_formulas_are_no_figures(planner):
    made, out = openpyxl.Workbook(), BytesIO()
    made.active.append(["Name", "Jan", "Feb"])
    made.active.append([ANNA, "=1/0", "=40+2"])  # never calculated
    made.active["D1"], made.active["D2"] = "Mar", "#DIV/0!"
    made.active["D2"].data_type = "e"
    made.save(out)
    laid = Laid(planner(), out.getvalue())

    assert laid.cells == {}
    assert laid.said == [f"{ANNA}, Mar 2018: the file shows #DIV/0! there"]
    csv_one = Laid(planner(), text(["Name", "Jan"], [ANNA, "=1+1"]), "p.csv")
    assert csv_one.said == [f"{ANNA}, Jan 2018: “=1+1” is no number"]


def test_nearest_name_is_offered_not_taken(planner):
    laid = Laid(planner(), book(["Name", "Jan"], ["Иванова Анна Сергевна", 70]))

    assert laid.cells == {}
    assert laid.said == [
        f"Row 2: nobody here is called “Иванова Анна Сергевна”. Take it for {ANNA}"
    ]
    assert laid.page.select_one("[data-take]")["data-take"] == '{"p|test:ann|2018-01-01": "70"}'


def test_of_two_of_a_name_neither_is_taken(planner, own_home):
    grown(own_home, people=[row("people", {}, id="ann", name=BORIS)])
    laid = Laid(planner(), book(["Name", "Jan"], [BORIS, 70]))

    assert laid.cells == {}
    assert "several here are called" in laid.said[0]


def test_head_lays_only_what_is_theirs(planner):
    head = planner(Role.HEAD, "test:bob")
    laid = Laid(head, book(["Name", "Jan"], [ANNA, 70], [BORIS, 80], ["North", 90]))

    assert laid.cells == {ANN: "70"}
    assert laid.said == [
        f"{BORIS}, Jan 2018: not yours to set",
        "North, Jan 2018: not yours to set",
    ]


@pytest.mark.parametrize("role", [Role.SELLER, Role.ANALYST])
def test_others_get_the_file_and_lay_none(planner, role):
    reader = planner(role, "test:ann")

    assert lines(got(reader, "xlsx"))[-1][0] in ("p|test:ann", "p|test:bob")
    assert Laid(reader, book(["Name", "Jan"], [ANNA, 70])).answer.status_code == 404


def bomb() -> bytes:
    """A workbook of 50 MB of spaces, in half a hundred kilobytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        with zipfile.ZipFile(BytesIO(book(["Name", "Jan"], [ANNA, 70]))) as inside:
            for name in inside.namelist():
                box.writestr(name, inside.read(name))
        box.writestr("xl/worksheets/sheet2.xml", b" " * (50 << 20))
    return out.getvalue()


def far() -> bytes:
    """A cell far from the table."""
    made, out = openpyxl.Workbook(), BytesIO()
    made.active["A1"], made.active["XFD1048576"] = "Name", 1
    made.save(out)
    return out.getvalue()


def member(name: str, content=b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr(name, content)
    return out.getvalue()


HOSTILE = {
    "bomb": (bomb, "it would unpack to more than 16 MB"),
    "far": (far, "more than 5000 rows or 300 columns"),
    "long": (lambda: text(["Name", "Jan"], *[["x", "1"]] * 6000), "more than 5000 rows"),
    "broad": (lambda: b"a," * 400 + b"\n" + b"1," * 400 + b"\n", "300 columns"),
    "huge": (lambda: b"a;b\n" * 600_000, "larger than 2 MB"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "it is a PNG picture, not a table"),
    "text": (lambda: member("word/document.xml"), "it is a text or a presentation"),
    "archive": (lambda: member("plan.csv", b"a,b\n1,2\n"), "no XLSX workbook and no CSV"),
    "page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "no XLSX workbook"),
    "damaged": (lambda: book(["Name", "Jan"], [ANNA, 70])[:-300], "it cannot be read to its end"),
    "hollow": (lambda: member("xl/workbook.xml"), "it is a damaged workbook"),
    "empty": (lambda: b"\n\n\n", "there is no table in it"),
    "blank": (lambda: book(), "there is no table in it"),
    "binary": (lambda: bytes(range(256)) * 40, "its content is binary"),
    "unlike": (lambda: book(["a", "b"], [1, 2]), "none of its captions is a period of this sheet"),
    "json": (lambda: b'[{"name": 1}]', "it is JSON"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plan_ends_in_one_sentence(planner, name):
    make, sentence = HOSTILE[name]
    laid = Laid(planner(), make(), "../../x y.xlsx")

    assert sentence in laid.wrong
    assert laid.wrong.startswith("x y.xlsx: ")
    assert "/tmp" not in laid.wrong
    assert laid.wrong.count(".") <= 3


def test_no_file_is_said(planner):
    answer = planner().client.post("/plans/file/", YEAR)

    assert answer.status_code == 422
    assert "No file came. Choose one." in answer.content.decode()


def test_too_large_a_body_is_not_kept(planner):
    laid = Laid(planner(), b"x" * 4_000_000)

    assert "The file is larger than 3 MB." in laid.wrong


def test_names_in_it_are_text(planner):
    laid = Laid(planner(), book(["Name", "Jan"], ["<script>alert(1)</script>", 70]))

    assert "<script>alert" not in laid.answer.content.decode()

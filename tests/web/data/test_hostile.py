"""Files from people one does not trust: nothing harms, and each is one clear sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from merilo.web.accounts.models import Role
from merilo.web.data import arrive
from merilo.web.data.models import Paper, Upload
from tests.web.data.conftest import DEALS

SCRIPT = '<script>alert("x")</script>'


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name.replace("__", "."), content)
    return held.getvalue()


def workbook(rows: list[list[object]]) -> bytes:
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is a PNG picture"),
        ("program.csv", b"MZ\x90\x00" + b"\0" * 99, "it is a program"),
        ("page.csv", b'{"deals": []}', "it is JSON"),
        ("noise.csv", bytes(range(1, 32)) * 200, "binary"),
        ("bomb.zip", zipped(a__csv=b"0;" * (60 << 20)), "would unpack to"),
        ("nested.zip", zipped(a__zip=zipped(b__csv=b"a;b\n1;2\n")), "archive inside an archive"),
        ("broken.xlsx", b"PK\x03\x04garbage" * 20, "cannot be read"),
        ("nothing.zip", zipped(), "no table in this archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_one_sentence(desk, name, content, said):
    path = desk.sent((name, content))
    page = desk.page(path)

    assert name in page
    assert said in page
    assert str(desk.upload.folder) not in page
    assert "Map columns" in page


def test_script_in_names_and_cells_is_text(desk):
    hostile = f"id;{SCRIPT};Сумма;Статус;Создан\n1;{SCRIPT};5;Оплачено;01.11.2017\n"
    path = desk.sent((f"{SCRIPT.replace('/', '')}.csv", hostile))
    page = desk.page(path)
    desk.check(path)

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    for address in (path, "/imports/", "/loads/"):
        assert "<script>alert" not in desk.page(address)


def test_formulas_are_cells(desk):
    rows = [["id", "Сумма", "Статус", "Создан"], ["=1+1", 5, "Оплачено", "01.11.2017"],
            ["@SUM(A1)", 6, "Отказ", "02.11.2017"]]  # fmt: skip
    path = desk.sent(("deals.xlsx", workbook(rows)))

    assert "@SUM(A1)" in desk.page(path)


def test_not_utf8_is_read_by_its_letters(desk):
    path = desk.sent(("deals.csv", DEALS.encode("cp1251")))

    assert "cp1251" in desk.page(path)
    assert "Менеджер" in desk.page(path)


def test_wrong_encoding_that_is_named_can_be_named_again(desk):
    path = desk.sent(("deals.csv", DEALS.encode("cp1251")))
    desk.post(f"{path}again/", {"encoding": "utf-7000"})
    assert "no encoding" in desk.page(path)
    desk.post(f"{path}again/", {"encoding": "cp1251", "separator": ";"})

    assert "Менеджер" in desk.page(path)


def test_encrypted_zip(desk):
    held = bytearray(zipped(deals__csv=DEALS.encode()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        held[held.index(mark) + place] |= 1
    path = desk.sent(("locked.zip", bytes(held)))

    assert "locked with a password" in desk.page(path)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x" * 240 + ".csv", "x" * 90 + ".csv"),
        ("../../etc/passwd", "passwd"),
        ("a\u202ecsv.exe", "acsv.exe"),
        ("CON", "CON"),
    ],
)
def test_name_is_only_shown(desk, name, shown):
    desk.sent((name, DEALS))
    paper = Paper.objects.get()

    assert paper.name == shown
    assert paper.path.name == "0"
    assert paper.path.parent == desk.upload.folder


@pytest.mark.parametrize(
    ("name", "shown"),
    [("y" * 10_000, "y" * 100), ("\n\r\t", "file"), ("", "file"), ("C:\\x\\d.csv", "d.csv")],
)
def test_names_of_any_length_become_short(name, shown):
    assert arrive.named(name) == shown


def test_ten_thousand_letters_are_no_request(desk):
    answer = desk.send(("z" * 10_000 + ".csv", DEALS))

    assert answer.status_code in (302, 400)
    assert not Upload.objects.filter(papers__name__regex="z{200}").exists()


def test_ten_thousand_columns(desk):
    header = ";".join(["id", "Сумма", "Статус", "Создан", *(f"c{n}" for n in range(3000))])
    row = ";".join(["1", "5", "Оплачено", "01.11.2017", *("v" for _ in range(3000))])
    path = desk.sent(("wide.csv", f"{header}\n{row}\n"))
    page = desk.page(path)

    assert "more columns are kept as extra" in page
    assert desk.check(path).status_code == 302
    assert desk.sheet.tried["tables"][0]["accepted"] == 1


def test_more_than_may_be_sent(desk, settings):
    settings.UPLOAD_MOST = 1000
    answer = desk.send(("large.csv", "a;b\n" * 1000))

    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_room_on_the_disk(desk, monkeypatch):
    monkeypatch.setattr(arrive, "SPARE", 1 << 60)
    answer = desk.send(("deals.csv", DEALS))

    assert answer.status_code == 422
    assert "not enough room" in answer.content.decode()


def test_no_file(desk):
    assert desk.post("/imports/send/").status_code == 422


def test_files_of_strangers_are_not_written(desk, settings, signed):
    from django.test import Client

    for client in (Client(), signed(Role.SELLER, "test:ann")):
        made = desk.__class__(client, desk.committed)
        answer = made.send(("deals.csv", DEALS))
        assert answer.status_code in (302, 404)
        assert not Upload.objects.exists()


def test_files_for_other_pages_are_not_written(desk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = desk.client.post("/language/", {"language": "ru", "f": SimpleUploadedFile("f", b"x")})
    assert answer.status_code == 302
    assert answer.wsgi_request.FILES == {}

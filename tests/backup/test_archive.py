"""A backup that is damaged, cut off or made up is refused in a sentence, and nothing is touched."""

import gzip
import io
import json
import tarfile
import zlib
from datetime import UTC, datetime

import pytest

from merilo.backup import backup, restore
from merilo.backup.archive import opened
from merilo.backup.contents import fits
from merilo.backup.manifest import LARGEST
from merilo.errors import FileError

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(plain, tmp_path_factory):
    """A sound one."""
    return backup(plain, tmp_path_factory.mktemp("whole") / "all.tar.gz", NOW).file


def taken(file):
    """What it consists of."""
    with tarfile.open(file) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def put(file, members, manifest=None, tail=b"", form=tarfile.GNU_FORMAT):
    """One made by hand; `manifest` takes the place of its list, and names its files."""
    out = io.BytesIO()
    named = manifest.get("members") if isinstance(manifest, dict) else None
    for one, (info, _content) in zip(named or (), members[1:], strict=False):
        info.name = one["name"]
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info, content in members:
            if manifest is not None and info.name == "manifest.json":
                content = json.dumps(manifest).encode()
            info.size = len(content) if info.type == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(content))
    file.write_bytes(gzip.compress(out.getvalue() + tail, 1))
    return file


def refused(file, home):
    """What is said; nothing is there afterwards that was not there before."""
    before = sorted(home.parent.iterdir())
    with pytest.raises(FileError) as refusal:
        restore(file, home, NOW)
    assert sorted(home.parent.iterdir()) == before
    said = str(refusal.value)
    assert "\n" not in said
    return said


def test_made_by_hand_but_right_it_is_taken(whole, tmp_path):
    file = put(tmp_path / "a", taken(whole))
    assert restore(file, tmp_path / "home", NOW).manifest.snapshot == 1


def test_each_file_of_it_is_compared(whole, tmp_path):
    members = taken(whole)
    for n, (info, content) in enumerate(members[1:], start=1):
        spoilt = content[:-1] + bytes([content[-1] ^ 1])
        file = put(tmp_path / "a", [*members[:n], (info, spoilt), *members[n + 1 :]])
        assert info.name in refused(file, tmp_path / "home")


def test_a_byte_that_differs_or_is_missing_anywhere_is_noticed(whole, tmp_path):
    sound, file = whole.read_bytes(), tmp_path / "a"
    for n in range(10, len(sound) - 100, len(sound) // 25):  # what gzip says of itself comes first
        file.write_bytes(sound[:n] + bytes([sound[n] ^ 0x10]) + sound[n + 1 :])
        if not same(file, whole):
            refused(file, tmp_path / "home")
        file.write_bytes(sound[:n])
        refused(file, tmp_path / "home")
    for content in (b"", b"PK\3\4 no backup", sound + b"more", sound + sound, sound[:-1]):
        file.write_bytes(content)
        refused(file, tmp_path / "home")


def same(one, other):
    """They unfold to the same, for zeros can be said in many ways."""
    try:
        return gzip.decompress(one.read_bytes()) == gzip.decompress(other.read_bytes())
    except (OSError, EOFError, zlib.error):
        return False


def changed(whole, **said):
    """Its list, otherwise."""
    listed = json.loads(taken(whole)[0][1])
    return listed | said


def first(whole, **said):
    """Its list, with another first file."""
    listed = json.loads(taken(whole)[0][1])
    return listed | {"members": [listed["members"][0] | said, *listed["members"][1:]]}


LISTS = {
    "a newer Merilo": (lambda w: changed(w, version="99.0"), "update Merilo first"),
    "a newer form": (lambda w: changed(w, format=2), "update Merilo first"),
    "no number": (lambda w: changed(w, format=True), "list of files"),
    "no version": (lambda w: changed(w, version="newest"), "list of files"),
    "no list": (lambda w: [1], "list of files"),
    "no files": (lambda w: changed(w, members=None), "list of files"),
    "twice": (lambda w: changed(w, members=changed(w)["members"] * 2), "list of files"),
    "above": (lambda w: first(w, name="../evil"), "list of files"),
    "within": (lambda w: first(w, name="lake/people/month=a/../../../../e.parquet"), "list of"),
    "elsewhere": (lambda w: first(w, name="/etc/passwd"), "list of files"),
    "a key": (lambda w: first(w, name="secrets/web.key"), "list of files"),
    "below zero": (lambda w: first(w, size=-1), "list of files"),
    "too small": (lambda w: first(w, size=1), "not what its list says"),
    "too large": (lambda w: first(w, size=10**6), "not what its list says"),
}


@pytest.mark.parametrize("what", LISTS)
def test_a_list_that_is_made_up_is_refused(what, whole, tmp_path):
    make, said = LISTS[what]
    file = put(tmp_path / "a", taken(whole), make(whole))
    assert said in refused(file, tmp_path / "home")


def kind(info, type_, link=""):
    found = tarfile.TarInfo(info.name)
    found.type, found.linkname = type_, link
    return found


@pytest.mark.parametrize(
    ("type_", "link"),
    [(tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "manifest.json"), (tarfile.CHRTYPE, ""),
     (tarfile.FIFOTYPE, ""), (tarfile.DIRTYPE, "")],
)  # fmt: skip
def test_nothing_but_files_is_in_it(type_, link, whole, tmp_path):
    members = taken(whole)
    members[1] = (kind(members[1][0], type_, link), b"")
    assert "not what its list says" in refused(put(tmp_path / "a", members), tmp_path / "home")


def test_files_come_once_each_and_in_their_order(whole, tmp_path):
    members = taken(whole)
    for other in (
        [*members, members[1]],
        [members[0], members[1], *members[1:]],
        [members[0], members[2], members[1], *members[3:]],
        members[:-1],
        members[1:],
    ):
        refused(put(tmp_path / "a", other), tmp_path / "home")


def test_what_unfolds_is_bound_by_what_it_says(whole, tmp_path, monkeypatch):
    bomb = bytes(40 << 20)
    read = []
    plain = gzip.GzipFile.read

    def counted(self, size=-1):
        found = plain(self, size)
        read.append(len(found))
        return found

    monkeypatch.setattr(gzip.GzipFile, "read", counted)
    members = taken(whole)
    read.clear()
    name = members[1][0].name
    for file in (
        put(tmp_path / "a", [members[0], (tarfile.TarInfo(name), bomb), *members[2:]]),
        put(tmp_path / "b", members, tail=bomb),
        put(tmp_path / "c", [(tarfile.TarInfo("manifest.json"), bytes(LARGEST + 1))]),
        put(tmp_path / "d", [(long_name(), b"")]),
    ):
        refused(file, tmp_path / "home")
    assert max(read) <= 1 << 20
    assert sum(read) < 8 << 20


def long_name():
    return tarfile.TarInfo("x" * (8 << 20))


def test_a_long_name_comes_back(plain, tmp_path):
    import shutil

    home = shutil.copytree(plain, tmp_path / "home")
    name = "refused/1-" + "ж" * 100 + ".csv"
    (home / "refused").mkdir()
    (home / name).write_text("x", "utf-8")
    made = backup(home, tmp_path / "a", NOW)
    restore(made.file, tmp_path / "new", NOW)

    assert (tmp_path / "new" / name).read_text("utf-8") == "x"
    with opened(made.file) as archive:
        assert archive.manifest == made.manifest


@pytest.mark.parametrize(
    ("name", "good"),
    [("merilo.yaml", True), ("lake/deals/month=2017-10/1.parquet", True),
     ("lake/deals/month=2017-10/1.sh", False), ("uploads/" + "a" * 32 + "/0", True),
     ("uploads/" + "a" * 32 + "/..", False), ("lake/deals/_delta_log/.", False),
     ("secrets/factors.key", False), ("secrets/connections/toy.enc", True),
     ("secrets/connections/toy.new-pair.enc", False), ("connections/../a.yaml", False),
     ("refused/a\nb.csv", False), ("mappings/proposed-a.yaml", False), ("", False)],
)  # fmt: skip
def test_only_what_belongs_there(name, good):
    assert fits(name) is good

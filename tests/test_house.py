"""The house itself: what is locked, what is not said, what the built wheel can do."""

import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9_.\[\]-]+)==([^ ;\\]+)", re.M)


def pins(path: Path) -> dict[str, str]:
    return dict(PIN.findall(path.read_text("utf-8")))


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_locked_requirements_have_hashes_and_no_address(path):
    text = path.read_text("utf-8")

    assert text.count("--hash=sha256:") > 100
    assert not re.search(r"://|--index|--extra-index|--find-links", text)


def test_development_runs_on_what_users_run():
    run, dev = (pins(ROOT / "requirements" / f"{name}.txt") for name in ("run", "dev"))

    assert run
    assert run.items() <= dev.items()


def test_a_cluster_asks_with_what_is_tested():
    run, cluster, dev = (
        pins(ROOT / "requirements" / f"{name}.txt") for name in ("run", "cluster", "dev")
    )

    assert run.items() <= cluster.items() <= dev.items()
    assert {"numpy", "pandas", "pyspark-client"} <= cluster.keys() - run.keys()


def test_numbers_need_neither_numpy_nor_pandas():
    """They would triple the time to start, and the size on disk."""
    program = (
        "import sys; sys.modules.update(numpy=None, pandas=None)\n"
        "from merilo.metrics.engines import engine; engine()\n"
        "from merilo.report.desk import Desk\n"
        "import merilo.cli.main, merilo.cli.table, merilo.sources.files.load, merilo.demo\n"
        "print('started')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("started\n", "")


@pytest.mark.slow
def test_built_wheel_works_in_a_clean_environment(tmp_path):
    """Installed without the source tree, it finds its own data: names, words, layouts."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    (source,) = tmp_path.glob("*.tar.gz")
    clean = tmp_path / "clean"
    venv.create(clean, with_pip=True)
    # What it depends on is there already; only Merilo itself is installed, from the wheel.
    site = next(clean.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    offline = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([clean / "bin/python", *offline], check=True, capture_output=True)
    home = tmp_path / "home"
    (tmp_path / "deals.csv").write_text(
        "id;Менеджер;Сумма;Статус;Создан;Закрыт\n"
        "1;Анна;50 000 руб.;Оплачено;01.10.2017;08.10.2017\n",
        "utf-8",
    )

    def merilo(*words: str | Path) -> str:
        command = [clean / "bin/merilo", *words, "--home", home]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    merilo("import", str(tmp_path / "deals.csv"), "--as", "deals")
    table = merilo("table", "revenue", "--by", "person", "--period", "2017", "--format", "csv")

    assert table == "person,revenue\nАнна,50000\n"
    assert "выручка" in merilo("metrics", "revenue", "--lang", "ru")
    with tarfile.open(source) as archive:
        assert any(name.endswith("/LICENSE") for name in archive.getnames())

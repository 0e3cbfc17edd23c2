"""The import contracts can fail. One that nobody has seen broken may not be wired at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECK = "from importlinter.cli import lint_imports_command as check; check()"
FORBIDDEN = {
    "periods/period.py": "import merilo.company",
    "fakes/world/hours.py": "import merilo.periods.period",
    "company/rules.py": "import merilo.facts.table",
    "facts/rows.py": "import merilo.metrics.query",
    "facts/table.py": "import ibis",
    "metrics/query.py": "import duckdb",
    "metrics/catalogue/sales.py": "import merilo.sources.files.sheet",
    "sources/files/mapping.py": "import merilo.report.table",
    "sources/files/html.py": "import pyarrow",
    "report/table.py": "import merilo.cli.table",
    "report/desk.py": "import pyspark",
    "metrics/engines/duckdb.py": "import pyspark",
    "cli/table.py": "import deltalake",
    "utils/__init__.py": "",
}


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHECK], cwd=folder, env={"PYTHONPATH": "src"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_contracts_hold(copy):
    done = checked(copy)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("file", FORBIDDEN)
def test_contract_breaks_on(file, copy):
    spoilt = copy / "src/merilo" / file
    new = not spoilt.parent.exists()
    spoilt.parent.mkdir(exist_ok=True)
    sound = spoilt.read_text("utf-8") if spoilt.exists() else None
    spoilt.write_text((sound or "") + "\n" + FORBIDDEN[file], "utf-8")
    try:
        done = checked(copy)
    finally:
        shutil.rmtree(spoilt.parent) if new else spoilt.write_text(sound or "", "utf-8")

    assert done.returncode == 1
    assert "BROKEN" in done.stdout

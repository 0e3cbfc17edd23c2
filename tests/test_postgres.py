"""What is kept in the database, on PostgreSQL: the tests of the apps that keep something once more,
each with the first of its parameters, on a server that this test starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers

ROOT = Path(__file__).parents[1]
KEEPING = (
    "accounts", "alerts", "daily", "data", "hooks", "jobs", "notices", "plans", "tasks", "today",
    "test_access.py", "connections/test_reading.py",
)  # fmt: skip
# Every page is asked for once (test_looking_changes_nothing); by every role is the same anywhere,
# keys in a browser are kept by a library, chances are of facts, which no database keeps, and a
# month of reports is kept as one of them is.
SAME = (
    "test_page_opens_to_those_it_is_for or test_who_is_not_signed_in or test_passkey"
    " or test_chances or test_month_of_reports"
)
OPTIONS = (
    "-q", "-p", "no:cacheprovider", "-p", "tests.once", "-m", "django_db and not slow",
    "-k", f"not ({SAME})",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not servers.postgres(), reason="no PostgreSQL: python -m tests.servers")
def test_pages_do_the_same_on_postgres():
    with servers.server() as address:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, *(f"tests/web/{one}" for one in KEEPING)],
            cwd=ROOT, text=True, check=False, capture_output=True,
            env={**os.environ, "MERILO_TEST_DATABASE": address, "PYTEST_ADDOPTS": ""},
        )  # fmt: skip
    assert run.returncode == 0, run.stdout[-6000:]
    assert " passed" in run.stdout.splitlines()[-1]

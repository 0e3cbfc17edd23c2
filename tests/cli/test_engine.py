"""MERILO_ENGINE: the same figures, computed elsewhere."""

import pytest

ASKED = "table revenue calls win_rate days_worked --by person --period 2017-10 --total"


@pytest.mark.parametrize("words", [ASKED, "rows revenue --period 2017-10", ASKED + " --mean"])
def test_a_server_gives_what_this_machine_gives(words, merilo, sail, monkeypatch):
    here = merilo(*words.split()).output
    monkeypatch.setenv("MERILO_ENGINE", sail)

    assert "Иванова" in here
    assert merilo(*words.split()).output == here


def test_the_query_is_shown_without_a_server(merilo, monkeypatch):
    pytest.importorskip("pyspark", reason="no client: install requirements/dev.txt")
    monkeypatch.setenv("MERILO_ENGINE", "sc://nowhere.invalid")

    assert "FROM `deals` AS" in merilo(*ASKED.split(), "--sql").output


def test_what_cannot_be_is_one_sentence(home, program):
    said = {"MERILO_ENGINE": "spark", "MERILO_HOME": str(home), "MERILO_LANG": "en"}
    done = program(*ASKED.split(), **said)

    assert done.returncode == 3
    assert done.stderr.startswith("MERILO_ENGINE is 'spark'; it must be sc://host:port")
    assert done.stderr.count("\n") == 1

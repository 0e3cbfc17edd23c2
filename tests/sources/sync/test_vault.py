"""Secrets: sealed, shown to nobody, and the key is elsewhere."""

import os

import pytest
from cryptography.fernet import Fernet

from merilo.errors import SetupError
from merilo.sources.sync.vault import Secret, Vault


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("MERILO_KEY", raising=False)
    return tmp_path / "home"


def test_what_was_kept_comes_back_and_does_not_show_itself(home):
    Vault(home).write("amocrm", {"token": "very secret"})
    found = Vault(home).read("amocrm")

    assert found == {"token": "very secret"}
    assert "very" not in repr(found) + f"{found!r}"
    assert repr(Secret("very secret")) == "***"


def test_a_copy_of_the_home_folder_holds_neither_secret_nor_key(home):
    vault = Vault(home)
    vault.write("amocrm", {"token": "very secret"})
    key = next((home.parent / "config").rglob("*.key")).read_bytes()
    for path in home.rglob("*"):
        if path.is_file():
            assert b"very" not in path.read_bytes()
            assert key not in path.read_bytes()


def test_files_are_for_their_owner_alone(home):
    Vault(home).write("amocrm", {"token": "x"})
    assert (home / "secrets/connections/amocrm.enc").stat().st_mode & 0o777 == 0o600
    assert next((home.parent / "config").rglob("*.key")).stat().st_mode & 0o777 == 0o600


def test_another_key_does_not_open_it_and_says_what_to_do(home, monkeypatch):
    Vault(home).write("amocrm", {"token": "x"})
    monkeypatch.setenv("MERILO_KEY", Fernet.generate_key().decode())
    with pytest.raises(SetupError, match="MERILO_KEY"):
        Vault(home).read("amocrm")


def test_keys_are_changed_one_behind_the_other(home, monkeypatch):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("MERILO_KEY", old)
    Vault(home).write("amocrm", {"token": "x"})
    mark = Vault(home).digest("+79990000001")
    monkeypatch.setenv("MERILO_KEY", f"{new},{old}")
    assert Vault(home).read("amocrm") == {"token": "x"}
    assert Vault(home).digest("+79990000001") == mark
    Vault(home).write("amocrm", {"token": "y"})
    monkeypatch.setenv("MERILO_KEY", new)
    assert Vault(home).read("amocrm") == {"token": "y"}


@pytest.mark.parametrize("key", ["short", "!" * 44])
def test_what_is_no_key_is_told(home, monkeypatch, key):
    monkeypatch.setenv("MERILO_KEY", key)
    with pytest.raises(SetupError, match="base64"):
        Vault(home).write("amocrm", {"token": "x"})


def test_a_digest_tells_numbers_apart_and_not_what_they_are(home):
    vault = Vault(home)
    assert vault.digest("+79990000001") == vault.digest("+79990000001")
    assert vault.digest("+79990000001") != vault.digest("+79990000002")
    assert "9990" not in vault.digest("+79990000001")


def test_an_old_secret_stays_if_the_new_one_cannot_be_written(home, monkeypatch):
    Vault(home).write("amocrm", {"token": "old"})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Exception, match="cannot be written"):
        Vault(home).write("amocrm", {"token": "new"})
    assert Vault(home).read("amocrm") == {"token": "old"}

"""Work that outlives a request: asked for once, done once, taken up again, told about in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from merilo.errors import FileError, Unknown
from merilo.web.accounts.models import Role
from merilo.web.data.models import Paper, Sheet, Upload
from merilo.web.data.sweep import clear
from merilo.web.jobs import alive, start
from merilo.web.jobs.at_work import Stopped, Work
from merilo.web.jobs.models import Run, State
from merilo.words import speak

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch) -> list[str]:
    """What was put into the queue."""
    found: list[str] = []
    monkeypatch.setattr(start, "call", lambda run: found.append(str(run.pk)))
    return found


@pytest.fixture
def doing(monkeypatch):
    """Let the kind `look` do something else."""

    def put(task):
        monkeypatch.setattr(start, "doing", lambda _kind: task)

    return put


def asked(**said) -> Run:
    return Run.objects.create(kind="look", arguments={}, **said)


def fresh(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)


def test_queue_hears_of_it_once_the_row_is_there(called, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = start.start("look", None, upload="x")
        assert called == []

    assert called == [str(run.pk)]
    assert run.arguments == {"upload": "x"}


def test_what_is_taken_back_is_not_asked_for(called, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        start.start("look", None)
        transaction.set_rollback(True)

    assert called == []
    assert not Run.objects.exists()


def test_no_such_kind():
    with pytest.raises(Unknown):
        start.start("dance", None)


def test_whoever_comes_first_has_it():
    run = asked()

    assert start.take(str(run.pk)) is not None
    assert start.take(str(run.pk)) is None
    assert fresh(run).tries == 1


def test_done_with_its_result(doing):
    run = asked()
    doing(lambda work: {"rows": 3})
    start.do(str(run.pk))

    found = fresh(run)
    assert (found.state, found.part, found.result, found.error) == ("done", 1, {"rows": 3}, "")


def test_again_it_is_not_done_twice(doing):
    times = []
    doing(lambda work: times.append(1) or {})
    run = asked()
    start.do(str(run.pk))
    start.do(str(run.pk))

    assert times == [1]


def test_error_of_ours_is_a_sentence_in_the_language_of_who_asked(doing):
    def failing(work):
        raise FileError("deals.csv", "it is empty")

    doing(failing)
    run = asked(language="ru")
    start.do(str(run.pk))
    speak("en")

    assert fresh(run).state == "failed"
    assert fresh(run).error == "deals.csv: it is empty."


def test_bug_is_a_sentence_too(doing):
    doing(lambda work: 1 / 0)
    run = asked()
    start.do(str(run.pk))

    assert fresh(run).state == "failed"
    assert "Merilo made a mistake" in fresh(run).error


def test_progress_is_told_within_its_stretch():
    run = start.take(str(asked().pk))
    work = Work(run)
    with work.stretch(0.5, 1.0):
        work.tell(1.0, "half of the second half")

    assert (fresh(run).part, fresh(run).saying) == (1.0, "half of the second half")
    with work.stretch(0.0, 0.5):
        work.tell(1.0, "first")
    assert fresh(run).part == 0.5


def test_stopped_work_hears_of_it(doing):
    run = asked()

    def long(work):
        assert start.stop(work.run)
        work.tell(1.0, "on")
        return {}

    doing(long)
    start.do(str(run.pk))

    assert fresh(run).state == "stopped"
    assert not start.stop(fresh(run))
    with pytest.raises(Stopped):
        Work(fresh(run)).check()


def test_silent_work_is_taken_up_again_and_loud_work_is_not(called):
    silent = asked(state=State.RUNNING, tries=1, heartbeat=NOW - timedelta(minutes=2))
    loud = asked(state=State.RUNNING, tries=1, heartbeat=NOW - timedelta(seconds=5))
    start.sweep(NOW)

    assert called == [str(silent.pk)]
    assert (fresh(silent).state, fresh(loud).state) == ("waiting", "running")


def test_at_the_worker_s_start_whatever_runs_is_fallen(called):
    loud = asked(state=State.RUNNING, tries=1, heartbeat=NOW)
    young = asked(asked=NOW)
    start.sweep(NOW, dead=True)

    assert set(called) == {str(loud.pk), str(young.pk)}


def test_after_three_tries_it_is_given_up(called):
    run = asked(state=State.RUNNING, tries=3, heartbeat=NOW - timedelta(minutes=2))
    start.sweep(NOW)

    assert called == []
    assert fresh(run).state == "failed"
    assert "three times" in fresh(run).error


def test_what_the_queue_lost_is_called_again(called):
    run = asked()
    start.sweep(NOW + timedelta(days=3650))

    assert called == [str(run.pk)]


def test_worker_is_alive_while_it_holds_its_file(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(alive, "HELD", held := [])
    assert not alive.alive()
    assert alive.hold()
    assert alive.alive()
    held.pop().close()
    assert not alive.alive()


def test_second_worker_is_told_so(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(alive, "WAIT_S", 0.1)
    monkeypatch.setattr(alive, "HELD", first := [])
    assert alive.hold()
    monkeypatch.setattr(alive, "HELD", [])
    assert not alive.hold()
    first.pop().close()


def test_page_says_how_far_it_is_and_that_nobody_works(settings, tmp_path, signed):
    settings.HOME = tmp_path
    run = asked(part=0.25, saying="Reading <b>deals</b>.csv ...")
    page = signed(Role.ANALYST).get(f"/runs/{run.pk}/").content.decode()

    assert 'value="0.25"' in page
    assert "&lt;b&gt;deals" in page
    assert "The worker is not running" in page
    assert "load delay:1s" in page


def test_page_is_loaded_anew_once_it_is_over(signed):
    run = asked(state=State.DONE)
    client = signed(Role.ANALYST)
    answer = client.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"
    assert "load delay" not in answer.content.decode()


def test_stop_by_the_button(signed, called):
    run = asked()
    client = signed(Role.ANALYST)
    assert client.get(f"/runs/{run.pk}/stop/").status_code == 405
    client.post(f"/runs/{run.pk}/stop/")

    assert fresh(run).state == "stopped"


@pytest.mark.parametrize("role", [Role.SELLER, Role.HEAD, Role.DIRECTOR])
def test_others_hear_nothing_of_it(signed, role):
    run = asked(saying="secret.csv")
    assert signed(role).get(f"/runs/{run.pk}/").status_code == 404
    assert signed(role).post(f"/runs/{run.pk}/stop/").status_code == 404


@pytest.fixture
def old(settings, tmp_path) -> Upload:
    """An upload of eight days ago, its file on the disk."""
    settings.HOME = tmp_path
    upload = Upload.objects.create()
    Upload.objects.filter(pk=upload.pk).update(at=NOW - timedelta(days=8))
    paper = Paper.objects.create(upload=upload, place=0, name="d.csv", size=1)
    paper.path.parent.mkdir(parents=True)
    paper.path.write_text("a;b\n", "utf-8")
    return upload


def test_what_nobody_imported_goes_after_a_week(old):
    folder = old.folder
    clear(NOW - timedelta(days=2))
    assert folder.exists()
    clear(NOW)

    assert not folder.exists()
    assert not Upload.objects.exists()


def test_of_what_was_imported_the_story_stays_and_the_file_goes(old):
    Sheet.objects.create(paper=old.papers.get(), place=0, form="CSV", loaded={"tables": []})
    clear(NOW)

    assert not old.folder.exists()
    assert Upload.objects.exists()


def test_young_and_foreign_folders_stay(old, settings):
    strange = settings.HOME / "uploads" / "strange"
    strange.mkdir()
    clear(datetime.now(UTC))

    assert strange.exists()

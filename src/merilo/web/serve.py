"""The server: checks, then a worker beside it and the pages in this process, until told to stop.

The order matters: a port that is taken is found before anything is changed, the database is brought
up to date before anybody asks it, and no handle of it is carried into another process.
"""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import click

from merilo.backup.held import serving
from merilo.errors import SetupError
from merilo.words import _, say

STOPPING_S = 20
SETTINGS = "merilo.web.settings"
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def serve(home: Path, address: str, port: int) -> None:
    """Run until stopped. SetupError if the port is taken."""
    free(address, port)
    with serving(home):
        run(home, address, port)


def run(home: Path, address: str, port: int) -> None:
    """The same, when nobody stands in the way."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if address in THIS_MACHINE:
        os.environ["MERILO_DEMO_DOOR"] = "true"
        if not {"MERILO_HTTPS", "MERILO_HOSTS"} & os.environ.keys():  # no proxy is in front
            os.environ.setdefault("MERILO_ADDRESS", f"http://localhost:{port}")
    else:
        os.environ.pop("MERILO_DEMO_DOOR", None)
    prepare()
    greet(f"http://{'localhost' if address in THIS_MACHINE else address}:{port}")
    worker = start("merilo.web.manage", "run_huey", "--quiet")
    ahead = start("merilo.report.warm", str(home))
    Thread(target=ahead.wait, daemon=True).start()  # it ends by itself, and somebody has to notice
    try:
        pages(address, port)
    finally:
        stop(ahead)
        stop(worker)


def start(*words: str) -> "subprocess.Popen[bytes]":
    """A module of ours as a child of this process."""
    return subprocess.Popen([sys.executable, "-m", *words])


def free(address: str, port: int) -> None:
    """Nobody answers there yet: two servers would share a port in silence."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((address.replace("0.0.0.0", "127.0.0.1"), port)) == 0:
            raise SetupError("--port", port, say("something answers there already; name another"))


def prepare() -> None:
    """The database and the files of pages as this version wants them."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from merilo.web.accounts import begin as accounts
    from merilo.web.alerts import begin as alerts

    accounts.begin()
    alerts.begin()
    connections.close_all()


def invitation(role: str, email: str) -> str:
    """The word of a link that makes an account of that role."""
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    call_command("migrate", verbosity=0)
    from merilo.web.accounts.models import Invitation

    return Invitation.make(datetime.now(UTC), role=role, email=email.casefold())[1]


def greet(address: str) -> None:
    """Where to go; and how to begin, while there is no administrator."""
    from merilo.web.accounts.begin import first

    click.echo(say("Merilo: {address}", address=address))
    if word := first(datetime.now(UTC)):
        click.echo(_("There is no administrator yet. Make the account by this link, once:"))
        click.echo(f"  {address}/join/{word}/")
    click.echo(_("Ctrl+C stops it."))


def pages(address: str, port: int) -> None:
    """The web server, until it is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    multiprocessing.set_start_method("spawn", force=True)  # a fork would carry handles along
    Granian(
        "merilo.web.wsgi:application", address=address, port=port, interface=Interfaces.WSGI,
        workers=1, blocking_threads=4, respawn_failed_workers=True, websockets=False,
        log_access=False,
    ).serve()  # fmt: skip


def stop(child: "subprocess.Popen[bytes]") -> None:
    """The child ends what it is at, or is ended."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
    try:
        child.wait(STOPPING_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()

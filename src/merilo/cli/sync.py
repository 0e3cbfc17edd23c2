"""`merilo sync`: read connected systems now, and say what came."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merilo.cli.help import Spoken
from merilo.cli.options import at_home, put
from merilo.cli.words import say
from merilo.errors import Error, NoFacts
from merilo.words import told

if TYPE_CHECKING:
    from merilo.sources.sync.connection import Connection
    from merilo.sources.sync.load import Result

FAILED = 3


@click.command(cls=Spoken)
@click.argument("connection", required=False, default="", metavar="[CONNECTION]")
@click.option("--newest", is_flag=True, help="Only what is new; the past another time.")
@at_home
@click.pass_context
def sync(ctx: click.Context, connection: str, newest: bool, home: Path, lang: Any) -> None:
    """Read the connected systems, or one of them, and load what is new.

    Example: merilo sync amocrm
    """
    from merilo.sources.sync.connection import every, read

    found = [read(home, connection)] if connection else every(home)
    if not found:
        raise NoFacts(str(home)) if not home.exists() else click.UsageError(
            say("Nothing is connected yet: add a connection on the page Connections.")
        )  # fmt: skip
    good = [_sync(home, one, newest) for one in found if connection or not one.paused]
    if not all(good):
        ctx.exit(FAILED)


def _sync(home: Path, connection: "Connection", newest: bool) -> bool:
    """Read one; whether it went well."""
    from merilo.sources.sync.alone import Busy
    from merilo.sources.sync.run import Sync

    def tell(part: float, stream: str) -> None:
        click.echo(f"\r{connection.called}: {part:4.0%} {stream:<24}", err=True, nl=False)

    try:
        results = Sync(home, connection, tell=tell, past=not newest).run()
    except Busy:
        put(say("{name}: another process is reading it.", name=connection.called))
        return False
    except Error as error:
        put(f"\r{connection.called}: {told(error)}")
        return False
    put(f"\r{connection.called:<40}")
    for result in results:
        _told(result)
    return True


def _told(result: "Result") -> None:
    for table, count in sorted(result.counts.items()):
        put(say(
            "  {table}: {read} read = {accepted} accepted + {refused} refused + {superseded} "
            "superseded", table=table, read=count.read, accepted=count.accepted,
            refused=count.refused, superseded=count.superseded,
        ))  # fmt: skip
    for path in result.refused:
        put(say("  Refused rows with their reasons: {path}", path=path))
    for stream, said in result.lacking.items():
        put(say("  Not read: {stream} ({said})", stream=stream, said=said))

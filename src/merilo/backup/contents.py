"""What of a home belongs into its backup, by name. Nothing else goes in, and nothing else comes out
of one: a file that somebody made up cannot put a key or a program anywhere."""

import re
from collections.abc import Iterator
from pathlib import Path

WORK, SYNC, KEYS = "work.sqlite3", "sync.sqlite3", "secrets/keys.enc"
PUBLISHED = "lake/published.json"
NAME = r"[^/\\\x00-\x1f\x7f]{1,250}"  # of a file
FORMS = (
    r"merilo\.yaml",
    r"metrics\.yaml",
    re.escape(WORK),
    re.escape(SYNC),
    r"(?P<loose>connections/[a-z][a-z0-9_-]{0,39}\.yaml"
    rf"|mappings/(?!proposed-){NAME}\.yaml"
    r"|secrets/name"
    r"|secrets/connections/[a-z][a-z0-9_-]{0,39}\.enc"
    rf"|refused/{NAME}\.csv)",
    re.escape(KEYS),
    rf"uploads/[0-9a-f]{{32}}/{NAME}",
    r"lake/published\.json",
    rf"lake/(snapshots|pins)/{NAME}\.json",
    rf"lake/[a-z_]+/_delta_log/{NAME}",
    rf"lake/[a-z_]+/month=[a-z0-9-]+/{NAME}\.parquet",
)
FITTING = re.compile("|".join(f"(?:{form})" for form in FORMS))
FOLDERS = ("connections", "mappings", "secrets", "secrets/connections", "refused")
OPEN = ("lake/", "merilo.yaml", "metrics.yaml", "mappings/")  # others may look into them


def fits(name: str) -> bool:
    """A file of that name may be in a backup."""
    dots = {".", ".."} & {*name.split("/")}
    return not dots and FITTING.fullmatch(name) is not None


def loose(home: Path) -> Iterator[str]:
    """The small files of a home that stand for themselves, by name."""
    for folder in (".", *FOLDERS):
        for path in sorted((home / folder).glob("*")):
            name = path.relative_to(home).as_posix()
            found = FITTING.fullmatch(name)
            alone = found is not None and (found["loose"] or name.endswith(".yaml"))
            if alone and path.is_file() and not path.is_symlink():
                yield name


def private(name: str) -> bool:
    """Nobody but its owner looks into that file."""
    return not name.startswith(OPEN)

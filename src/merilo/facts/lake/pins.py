"""Snapshots kept under a name: what a statement was signed on, what a meeting looked at."""

import json
import re
from hashlib import sha256
from pathlib import Path

from merilo.errors import Broken, Unknown
from merilo.facts.lake.disk import mapped, replace
from merilo.facts.lake.snapshot import Snapshot, read
from merilo.words import say

PINS = "pins"


def pin(snapshot: Snapshot, name: str) -> Snapshot:
    """Keep it under this name. The pen is not needed: tidy spares what is newer than a day."""
    root = snapshot.root
    said = {"name": name} | json.loads(snapshot.text)
    with mapped(root):
        (root / PINS).mkdir(exist_ok=True)
        replace(place(root, name), json.dumps(said, ensure_ascii=False, indent=1))
    return snapshot


def unpin(root: Path, name: str) -> None:
    """Forget the name."""
    with mapped(root):
        place(root, name).unlink(missing_ok=True)


def pinned(root: Path, name: str) -> Snapshot:
    """What is kept under this name. Unknown if nothing is."""
    path = place(root, name)
    if not path.exists():
        raise Unknown(say("pin"), name, [*pins(root)])
    return read(root, path)


def pins(root: Path) -> dict[str, Snapshot]:
    """All that is kept, by name. Broken if one of them is damaged."""
    return {name_of(root, path): read(root, path) for path in places(root)}


def places(root: Path) -> list[Path]:
    """The files of all pins."""
    return sorted((root / PINS).glob("*.json"))


def name_of(root: Path, path: Path) -> str:
    """The name under which a pin was set. Broken if the file is damaged."""
    try:
        return str(json.loads(path.read_text("utf-8"))["name"])
    except (ValueError, KeyError, TypeError) as error:
        problem = say("{file} is cut off or was not written by Merilo", file=path.name)
        raise Broken(str(root), problem) from error


def place(root: Path, name: str) -> Path:
    """Where it is kept: words of the name for people, and a hash, for names hold any sign."""
    words = re.sub(r"\W+", "-", name)[:40].strip("-")
    return root / PINS / f"{words}-{sha256(name.encode()).hexdigest()[:12]}.json"

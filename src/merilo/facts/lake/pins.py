"""Snapshots kept under a name: what a statement was signed on, what a meeting looked at."""

import json
import re
from hashlib import sha256
from pathlib import Path

from merilo.errors import Unknown
from merilo.facts.lake.disk import mapped, replace
from merilo.facts.lake.snapshot import Snapshot, read

PINS = "pins"


def pin(snapshot: Snapshot, name: str) -> Snapshot:
    """Keep it under this name. The pen is not needed: tidy spares what is newer than a day."""
    root = snapshot.root
    with mapped(root):
        (root / PINS).mkdir(exist_ok=True)
        said = json.dumps({"name": name} | json.loads(snapshot.text), ensure_ascii=False, indent=1)
        replace(place(root, name), said)
    return snapshot


def unpin(root: Path, name: str) -> None:
    """Forget the name."""
    with mapped(root):
        place(root, name).unlink(missing_ok=True)


def pinned(root: Path, name: str) -> Snapshot:
    """What is kept under this name. Unknown if nothing is."""
    path = place(root, name)
    if not path.exists():
        raise Unknown("pin", name, [*pins(root)])
    return read(root, path)


def pins(root: Path) -> dict[str, Snapshot]:
    """All that is kept, by name."""
    found = sorted((root / PINS).glob("*.json"))
    return {json.loads(path.read_text("utf-8"))["name"]: read(root, path) for path in found}


def place(root: Path, name: str) -> Path:
    """Where it is kept: words of the name for people, and a hash, for names hold any sign."""
    words = re.sub(r"\W+", "-", name)[:40].strip("-")
    return root / PINS / f"{words}-{sha256(name.encode()).hexdigest()[:12]}.json"

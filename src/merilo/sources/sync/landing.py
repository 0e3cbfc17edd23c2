"""Pages on disk, between the source and the lake: sealed, for they hold what people wrote."""

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from merilo.facts.lake.disk import sync
from merilo.sources.sync.protocol import Record
from merilo.sources.sync.vault import Vault, put


@dataclass(frozen=True)
class Landing:
    """The pages of one load of one connection, by stream and number."""

    folder: Path
    vault: Vault

    def write(self, stream: str, number: int, records: list[Record], kind: str = "page") -> None:
        """The page is on the disk, whole, when this returns. The same number again replaces it."""
        path = self.folder / stream / f"{number:06}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        put(draft, self.vault.seal(gzip.compress(json.dumps(records).encode(), 1)))
        os.replace(draft, path)
        sync(path.parent)

    def pages(self, stream: str, kind: str = "page") -> Iterator[list[Any]]:
        """What was landed of a stream, in the order in which it came."""
        for path in sorted((self.folder / stream).glob(f"*.{kind}")):
            yield json.loads(gzip.decompress(self.vault.open(path.read_bytes())))

    def streams(self) -> set[str]:
        """Of which anything was landed."""
        if not self.folder.exists():
            return set()
        return {path.name for path in self.folder.iterdir() if any(path.iterdir())}

    def clear(self) -> None:
        """It is in the lake."""
        shutil.rmtree(self.folder, ignore_errors=True)

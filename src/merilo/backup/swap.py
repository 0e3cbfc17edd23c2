"""One folder in the place of another: whatever happens, either of them is there, whole."""

import ctypes
import os
from pathlib import Path

HERE = -100  # AT_FDCWD: paths are as they are said
EXCHANGE = 2


def swap(new: Path, home: Path, kept: Path) -> Path | None:
    """`new` becomes `home`; what was there becomes `kept`, which is given back. None if nothing
    was there."""
    if not home.exists() or not any(home.iterdir()):
        new.rename(home)  # onto an empty folder, too
        return None
    new.rename(kept)
    if not exchanged(kept, home):
        kept.rename(new)
        home.rename(kept)
        new.rename(home)
    return kept


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system cannot do that."""
    program = ctypes.CDLL(None, use_errno=True)
    if not hasattr(program, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return int(program.renameat2(HERE, paths[0], HERE, paths[1], EXCHANGE)) == 0

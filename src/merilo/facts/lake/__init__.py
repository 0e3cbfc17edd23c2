"""The lake: where facts are kept. One writer, any number of readers, every read on a snapshot."""

from merilo.facts.lake.difference import Change
from merilo.facts.lake.lake import Lake
from merilo.facts.lake.load import Load
from merilo.facts.lake.pen import Holder, pen
from merilo.facts.lake.reversal import Undone
from merilo.facts.lake.snapshot import Snapshot

__all__ = ["Change", "Holder", "Lake", "Load", "Snapshot", "Undone", "pen"]

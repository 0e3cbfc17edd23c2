"""A home in one file, as it was at one moment, and the way back; while everybody goes on working.

Three stores speak of each other. The lake remembers the last parcel of what was typed that it has
taken; the database says in which load each parcel arrived, and each import; the marks of
connections say what was read, loaded and need not be read again. A picture in which one of them is
newer than another loses rows (the marks say "read", the lake has it not) or takes a new parcel for
one that it knows (the lake has counted further than the database).

So both databases are copied while the lake stands still: the published snapshot is the same before
and after, else they are copied anew, and at last with the lake's pen in hand. The files of that
snapshot never change, and tidy leaves them where they are for a day; they are read afterwards. What
comes of it is what a power cut at that moment would have left, and that is made good by whoever
starts next: a parcel in the lake of which the database does not know yet is not put again (`Load.
once`), one that waits is carried, an import broken off is taken up again.

In one thing it is less than a power cut leaves: pages on their way from a source into the lake stay
out. So what was read and is not in the lake counts as not read (`sources.sync.torn`), and is read
again.

Out of it stay: keys (those that lie in the home are sealed with the one that lies outside), landed
pages, sessions, calls of other systems, messages about to be sent, caches, logs, locks, the queue.
"""

from merilo.backup.make import Made, backup
from merilo.backup.nightly import last
from merilo.backup.restore import Restored, restore

__all__ = ["Made", "Restored", "backup", "last", "restore"]

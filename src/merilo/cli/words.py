"""What the commands say, in the language chosen: see `merilo.words`."""

from merilo.words import _, say, several, told

__all__ = ["_", "say", "several", "told"]

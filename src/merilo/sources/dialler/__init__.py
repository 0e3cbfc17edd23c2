"""Any dialler: calls out of the files that it exports into a folder."""

from merilo.sources.dialler.connector import Dialler

CONNECTOR = Dialler()

__all__ = ["CONNECTOR"]

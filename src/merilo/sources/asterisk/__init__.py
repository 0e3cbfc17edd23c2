"""Asterisk and FreePBX: calls out of the files that they write."""

from merilo.sources.asterisk.connector import Asterisk

CONNECTOR = Asterisk()

__all__ = ["CONNECTOR"]

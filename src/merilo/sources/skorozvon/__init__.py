"""Skorozvon, a dialler: its calls. Known from the code of others only."""

from merilo.sources.skorozvon.connector import Skorozvon

CONNECTOR = Skorozvon()

__all__ = ["CONNECTOR"]

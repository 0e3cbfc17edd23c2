"""Mango Office, a virtual exchange: its calls."""

from merilo.sources.mango.connector import Mango

CONNECTOR = Mango()

__all__ = ["CONNECTOR"]

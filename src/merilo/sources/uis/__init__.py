"""UIS, CoMagic and CallGear, one system under three names: its calls."""

from merilo.sources.uis.connector import UIS

CONNECTOR = UIS()

__all__ = ["CONNECTOR"]

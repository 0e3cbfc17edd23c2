"""UIS, invented."""

from merilo.fakes.uis.fake import UIS

__all__ = ["UIS"]

"""Mango Office, invented."""

from merilo.fakes.mango.fake import Mango

__all__ = ["Mango"]

"""Skorozvon, invented."""

from merilo.fakes.skorozvon.fake import Skorozvon

__all__ = ["Skorozvon"]

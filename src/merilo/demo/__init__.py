"""The demo company: facts made by a seeded formula, with stories planted in them to be found."""

from merilo.demo.load import load
from merilo.demo.make import company, generate
from merilo.demo.size import M, S, Size, sizes
from merilo.demo.stories import STORIES

__all__ = ["STORIES", "M", "S", "Size", "company", "generate", "load", "sizes"]

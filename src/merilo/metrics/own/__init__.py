"""A company's own metrics: formulas over metrics, and metrics with a filter, without code."""

from merilo.metrics.own.book import Book, catalogue
from merilo.metrics.own.definition import Definition
from merilo.metrics.own.file import NAME, load, read, save, written

__all__ = ["NAME", "Book", "Definition", "catalogue", "load", "read", "save", "written"]

"""Merilo: how well each of a company's sales people works, why, and what to do next."""

__version__ = "0.1.0"

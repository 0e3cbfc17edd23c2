"""The company: its settings, their reference, and its calendar as facts."""

from merilo.company.company import NAME, Company
from merilo.company.rows import SPAN, calendar_rows
from merilo.company.rules import Rules
from merilo.company.settings import Setting, describe

__all__ = ["NAME", "SPAN", "Company", "Rules", "Setting", "calendar_rows", "settings"]


def settings() -> list[Setting]:
    """Every setting of home/merilo.yaml, for the reference."""
    return [*describe(Company)]

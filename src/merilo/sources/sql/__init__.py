"""Any SQL database: one query per table."""

from merilo.sources.sql.connector import Database

CONNECTOR = Database()

__all__ = ["CONNECTOR"]

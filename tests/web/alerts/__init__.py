"""Alerts: the check, the pages, the demo company."""

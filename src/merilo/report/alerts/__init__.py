"""Norms and alerts: rules on figures, and when one is broken."""

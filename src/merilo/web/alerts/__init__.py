"""Norms and alerts: rules on figures, and who is told when one is broken."""

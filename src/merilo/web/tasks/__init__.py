"""Tasks and events of people."""

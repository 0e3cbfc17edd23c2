"""Facts in: imports, loads, people and units, quality."""

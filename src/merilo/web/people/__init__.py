"""The people: their table, their comparison, the card of each."""

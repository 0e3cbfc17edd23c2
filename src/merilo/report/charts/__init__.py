"""Charts: one specification each, the same on the page and in a picture."""

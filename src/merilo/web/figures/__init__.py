"""What stands behind a figure: its definition and its rows."""

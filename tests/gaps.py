"""What an engine is known to answer wrongly, and why: each gap has to fail until it is closed."""

# (dialect, case): reason
GAPS: dict[tuple[str, str], str] = {}

"""Plans: set, divided, changed, and what they were before."""

"""The own day: what is left to the plan, what is to be done."""

"""What the roles of people are called."""

ROLES = {
    "cold_caller": "Cold caller", "account_manager": "Account manager", "seller": "Sales rep",
    "closer": "Closer", "head": "Head of sales", "director": "Director",
    "quality": "Quality specialist", "trainer": "Trainer", "analyst": "Analyst",
    "administrator": "Administrator",
}  # fmt: skip

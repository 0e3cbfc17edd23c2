"""What a month's plan asks of each role."""

# role, metric, kind, target, it goes with the season, digits it is rounded to
NORMS = (
    ("cold_caller", "calls", "at_least", 1_150, True, -1),
    ("cold_caller", "conversations", "at_least", 300, True, -1),
    ("cold_caller", "leads_qualified", "at_least", 14, True, 0),
    ("seller", "revenue", "at_least", 460_000, True, -4),
    ("seller", "deals_won", "at_least", 6, True, 0),
    ("seller", "average_check", "reach", 85_000, False, -3),
    ("seller", "calls", "at_least", 185, True, -1),
    ("seller", "meetings", "at_least", 20, True, 0),
    ("seller", "lead_processing", "at_most", 36, False, 0),
    ("account_manager", "revenue", "at_least", 960_000, True, -4),
    ("account_manager", "average_check", "growth", 0.05, False, 2),
    ("account_manager", "calls", "at_least", 90, True, -1),
    ("head", "revenue", "at_least", 40_000, True, -3),
    ("head", "win_rate", "reach", 0.2, False, 2),
)

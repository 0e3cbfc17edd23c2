"""The pages that are looked at: by axe, in every language and light, and for their pictures."""

PAGES = {  # who looks, and where
    "people": ("head", "/people/?period=last-month"),
    "people-before": ("director", "/people/?period=last-month&compare=previous&spark=calls"),
    "people-others": ("head", "/people/?period=last-quarter&compare=others&columns=calls,win_rate"),
    "people-units": ("director", "/people/?period=last-quarter&by=unit&compare=plan"),
    "figure": ("head", "/figures/call_to_meeting/?period=last-month"),
    "rows": ("head", "/figures/calls/rows/?period=yesterday"),
    "card": ("head", "/people/demo:112/?period=last-month"),
    "card-own": ("seller", "/people/demo:112/?period=this-month"),
    "compare": (
        "head",
        "/people/compare/?period=last-quarter&key=demo:111&key=demo:112"
        "&key=demo:113&columns=calls,meetings,deals_won,win_rate,average_check",
    ),
    "compare-none": ("director", "/people/compare/"),
    "plans": ("director", "/plans/"),
    "plans-share": ("head", "/plans/?metric=win_rate&grain=quarter"),
    "plans-own": ("seller", "/plans/?metric=calls"),
    "plans-history": ("director", "/plans/history/"),
    "scorecards": ("director", "/scorecards/?period=last-month"),
    "scorecard-own": ("seller", "/scorecards/"),
    "kpis": ("director", "/plans/kpis/"),
    "dictionary": ("seller", "/metrics/"),
    "definition": ("quality", "/metrics/call_to_meeting/"),
    "account": ("seller", "/account/"),
    "accounts": ("administrator", "/accounts/"),
    "audit": ("administrator", "/audit/"),
    "imports": ("administrator", "/imports/"),
    "loads": ("administrator", "/loads/"),
    "quality": ("head", "/quality/?period=last-quarter"),
    "staff": ("administrator", "/staff/"),
    "calendar": ("administrator", "/staff/calendar/"),
    "missing": ("seller", "/nothing/"),
    "wrong": ("seller", "/people/?period=2017-13"),
}
README = ("people-before-en-light-1440", "card-en-light-1440", "figure-en-dark-1440")

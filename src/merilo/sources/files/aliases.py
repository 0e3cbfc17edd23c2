"""Other names of slots in a mapping file, and what tells a row where the file has no id."""

from collections.abc import Mapping

_PEOPLE = {"person_id", "seller", "manager", "rep", "employee"}
ALIASES: Mapping[str, Mapping[str, str]] = {
    "deals": {
        "person": "owner", **dict.fromkeys(_PEOPLE, "owner"), "owner_id": "owner",
        "person_name": "owner_name", "person_email": "owner_email", "team": "unit",
        "unit_id": "unit", "deal_id": "id", "status": "outcome", "customer_id": "customer",
        "stage_id": "stage", "pipeline_id": "pipeline", "product_id": "product",
        "expected_close": "expected_close_on", "revenue": "amount", "source": "channel",
    },
    "activities": {
        **dict.fromkeys(_PEOPLE, "person"), "owner": "person", "activity_id": "id",
        "deal_id": "deal", "customer_id": "customer", "started": "occurred",
        "started_at": "occurred", "started_on": "occurred", "duration": "duration_s",
        "status": "outcome", "team": "unit", "type": "kind",
    },
    "proposals": {
        **dict.fromkeys(_PEOPLE, "person"), "owner": "person", "proposal_id": "id",
        "deal_id": "deal", "customer_id": "customer", "status": "outcome", "team": "unit",
    },
    "plans": {
        **dict.fromkeys(_PEOPLE, "person"), "owner": "person", "unit_id": "unit", "team": "unit",
        "plan_id": "id", "period_start": "period_since",
        "period_end": "last", "quota": "target", "plan": "target",
    },
    "people": {
        "person_id": "id", "title": "role", "manager": "head", "manager_id": "head",
        "unit_id": "unit", "team": "unit", "head_id": "head",
    },
    "units": {"unit_id": "id", "parent_unit_id": "parent", "parent_id": "parent",
              "region": "territory"},
    "customers": {"customer_id": "id", "region": "territory", "source": "channel",
                  **dict.fromkeys(_PEOPLE, "owner"), "person": "owner", "owner_id": "owner"},
    "costs": {"cost_id": "id", "spent": "day", "spent_on": "day", "date": "day",
              **dict.fromkeys(_PEOPLE, "person"), "unit_id": "unit", "team": "unit"},
    "order_lines": {"line_id": "id", "order": "deal", "order_id": "deal", "deal_id": "deal",
                    "product_id": "product", "unit_price": "price"},
    "products": {"product_id": "id", "category": "group", "product_group": "group"},
    "pipelines": {"pipeline_id": "id"},
    "stages": {"stage_id": "id", "pipeline_id": "pipeline"},
    "stage_changes": {"deal_id": "deal", "person_id": "person", "changed": "occurred",
                      "changed_at": "occurred", "changed_on": "occurred"},
    "owner_changes": {"deal_id": "deal", "changed": "occurred", "changed_at": "occurred",
                      "changed_on": "occurred", "from_owner": "from_person",
                      "to_owner": "to_person"},
    "credits": {"deal_id": "deal", "person_id": "person"},
    "postings": {"person_id": "person", "unit_id": "unit", "title": "role"},
    "absences": {"person_id": "person"},
    "entries": {"person_id": "person"},
    "reviews": {"person_id": "person", "reviewer_id": "reviewer"},
    "answers": {"person_id": "person", "customer_id": "customer"},
    "complaints": {"person_id": "person", "customer_id": "customer", "status": "verdict"},
    "behaviours": {"customer_id": "customer", "product_id": "product"},
    "rates": {"date": "day"},
    "market": {"month": "month_on", "region": "territory"},
}  # fmt: skip

# What tells a row from the others where the file has no id; those of them that are mapped.
KEYS: Mapping[str, tuple[str, ...]] = {
    "deals": ("name", "customer", "owner", "created", "closed", "amount", "product", "pipeline"),
    "activities": ("kind", "direction", "person", "customer", "deal", "occurred"),
    "proposals": ("deal", "customer", "person", "sent", "amount"),
    "order_lines": ("deal", "product"),
    "plans": ("person", "unit", "metric", "period_since", "period", "month", "valid_since"),
    "costs": ("day", "kind", "person", "unit", "channel", "amount"),
    "rates": ("day", "currency"),
    "market": ("month_on", "territory", "segment"),
    "credits": ("deal", "person"),
    "stage_changes": ("deal", "occurred", "to_stage"),
    "owner_changes": ("deal", "occurred", "to_person"),
    "postings": ("person", "since", "unit"),
    "absences": ("person", "since", "kind"),
    "entries": ("person", "day", "metric"),
    "reviews": ("subject", "kind", "person", "reviewer", "criterion", "occurred"),
    "answers": ("survey", "question", "person", "customer", "occurred"),
    "complaints": ("customer", "person", "received", "cause"),
    "behaviours": ("customer", "kind", "product", "occurred"),
    "stages": ("pipeline", "name"),
}

"""Which concepts each slot of each table is known by, and what tells one table from another."""

from collections.abc import Mapping

# Table: its slots in the order in which they choose among the captions, each with its concepts
# from the surest on. A caption goes to one slot only.
CAPTIONS: Mapping[str, Mapping[str, str]] = {
    "deals": {
        "id": "deal_id id", "owner": "seller_id seller boss", "owner_name": "seller_name seller",
        "owner_email": "seller_email", "customer": "customer_id customer customer_name contact",
        "customer_name": "customer_name customer contact", "stage": "stage_id stage",
        "stage_name": "stage", "pipeline": "pipeline", "outcome": "outcome",
        "amount": "amount net gross price", "margin": "margin", "currency": "currency",
        "closed": "closed paid", "lost": "lost_at", "created": "created ordered date",
        "qualified": "qualified",
        "expected_close_on": "expected", "loss_reason": "loss_reason", "channel": "channel",
        "segment": "segment", "unit": "team", "department": "office", "company": "firm",
        "product": "product_id product product_name", "product_name": "product_name product",
        "product_group": "product_group", "quantity": "quantity", "price": "price",
        "discount": "discount", "line_cost": "cost", "customer_territory":
        "territory territory_id country", "customer_industry": "industry", "updated": "updated",
        "name": "deal_name deal",
    },
    "order_lines": {
        "deal": "deal_id deal", "product": "product_id product product_name",
        "product_name": "product_name product", "product_group": "product_group",
        "quantity": "quantity", "price": "price", "discount": "discount", "cost": "cost",
        "amount": "line_amount", "currency": "currency", "id": "line_id id",
    },
    "people": {
        "id": "seller_id id", "name": "person_name login", "last_name": "last_name",
        "first_name": "first_name", "email": "email", "role": "role", "head": "head",
        "unit": "team", "department": "office", "company": "firm", "hired_on": "hired",
        "left_on": "left", "updated": "updated",
    },
    "customers": {
        "id": "customer_id id", "name": "customer_name customer name contact",
        "segment": "segment", "territory": "territory country city", "industry": "industry",
        "channel": "channel", "owner": "seller_id seller", "owner_name": "seller_name seller",
        "created": "created", "updated": "updated",
    },
    "activities": {
        "person": "seller_id seller", "person_name": "seller_name seller", "deal": "deal_id deal",
        "customer": "customer_id customer customer_name contact",
        "customer_name": "customer_name customer contact", "occurred": "occurred date created",
        "duration_s": "duration", "direction": "direction", "kind": "kind",
        "outcome": "call_outcome", "due": "due", "completed": "completed",
        "recording": "recording", "unit": "team", "department": "office", "id": "id",
    },
    "proposals": {
        "id": "proposal_id id", "deal": "deal_id deal", "person": "seller_id seller",
        "person_name": "seller_name seller",
        "customer": "customer_id customer customer_name contact",
        "customer_name": "customer_name customer contact", "sent": "sent date created",
        "amount": "amount net gross", "outcome": "outcome", "decided": "decided closed",
        "currency": "currency",
    },
    "products": {
        "id": "product_id id", "name": "product_name product name", "group": "product_group",
    },
    "costs": {
        "day": "spent date month", "kind": "cost_kind kind_of", "amount": "cost_amount",
        "person": "seller_id seller", "unit": "team office", "channel": "channel",
        "currency": "currency", "id": "id",
    },
    "plans": {
        "person": "seller_id seller boss", "unit": "team office", "metric": "metric",
        "target": "target", "month": "month", "period": "period",
        "period_since": "since date", "period_until": "until", "last": "last", "id": "id",
    },
    "units": {
        "id": "id", "name": "team office name", "parent": "parent", "kind": "unit_kind",
        "territory": "territory country city",
    },
    "rates": {"day": "date", "currency": "currency", "rate": "rate"},
    "market": {"month_on": "month date", "territory": "territory country",
               "segment": "segment industry", "size": "size"},
    "stage_changes": {
        "deal": "deal_id deal", "occurred": "changed occurred date", "from_stage": "from_stage",
        "to_stage": "to_stage stage", "person": "seller_id seller", "id": "id",
    },
    "postings": {"person": "seller_id seller", "unit": "team office", "role": "role",
                 "since": "since", "until": "until", "last": "last left"},
    "absences": {"person": "seller_id seller", "kind": "absence_kind", "since": "since",
                 "until": "until", "last": "last"},
}  # fmt: skip

# A table is only thought of where each group has one of its slots; with ! by its
# surest concept.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "deals": ("id owner customer name", "amount stage outcome closed created",
              "amount stage outcome id! closed!"),
    "order_lines": ("deal", "product", "quantity price amount"),
    "people": ("id name last_name", "email role head unit department hired_on last_name"),
    "customers": ("id name", "segment territory industry channel owner created"),
    "activities": ("occurred", "person customer deal", "duration_s direction kind recording"),
    "proposals": ("sent", "id!", "amount outcome deal customer"),
    "products": ("id name", "group id", "name"),
    "costs": ("day", "amount", "kind!"),
    "plans": ("target", "person unit", "month period period_since"),
    "units": ("name", "parent"),
    "rates": ("day", "currency", "rate"),
    "market": ("month_on", "size"),
    "stage_changes": ("deal", "occurred", "to_stage", "from_stage"),
    "postings": ("person", "unit", "since"),
    "absences": ("person", "kind", "since"),
}  # fmt: skip

# Slots whose captions are also taken misspelt, and then asked about.
NEARLY: Mapping[str, str] = {
    "deals": "owner customer amount closed created outcome",
    "order_lines": "deal product amount quantity",
    "people": "name head",
    "customers": "name",
    "activities": "person occurred duration_s customer",
    "proposals": "person customer sent amount",
    "products": "name",
    "costs": "day kind amount",
    "plans": "person target",
}

# How much a caption says for the table; one that is not named here says 1.
TELLING: Mapping[str, Mapping[str, float]] = {
    "deals": {"stage": 3, "pipeline": 3, "outcome": 2, "amount": 2, "closed": 3, "created": 2,
              "expected_close_on": 3, "loss_reason": 3, "quantity": 0, "price": 0, "discount": 0,
              "product": 1, "name": 0.5, "customer_territory": 0.5, "updated": 0.5},
    "order_lines": {"deal": 2, "product": 2, "quantity": 3, "price": 2, "discount": 3, "cost": 2,
                    "amount": 1, "id": 0.5},
    "people": {"head": 3, "role": 3, "hired_on": 3, "email": 1.5, "last_name": 2, "unit": 1.5,
               "department": 1.5, "name": 1, "left_on": 1, "updated": 0.5},
    "customers": {"segment": 2, "industry": 3, "territory": 1.5, "name": 1.5, "channel": 1,
                  "owner": 0.5, "created": 0.5, "updated": 0.5},
    "activities": {"duration_s": 4, "direction": 3, "recording": 4, "kind": 2, "occurred": 2,
                   "due": 2, "completed": 2, "outcome": 1, "id": 0.5},
    "proposals": {"id": 3, "sent": 3, "decided": 2, "amount": 1.5, "outcome": 1.5},
    "products": {"name": 2, "group": 2},
    "costs": {"kind": 3, "day": 2, "amount": 2},
    "plans": {"target": 4, "month": 2, "period": 2, "metric": 2, "period_since": 2},
    "units": {"parent": 3, "name": 2},
    "rates": {"rate": 4, "currency": 2},
    "market": {"size": 4, "month_on": 2},
    "stage_changes": {"from_stage": 4, "to_stage": 4, "occurred": 2},
    "postings": {"since": 2, "last": 2, "unit": 2},
    "absences": {"kind": 3, "since": 2, "last": 2},
}  # fmt: skip

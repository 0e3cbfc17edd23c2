"""Deals, their moves through stages, hands and amounts, and who shares in them."""

from merilo.facts.table import Table, day, moment, money, number, ref, text

AUTHORS = ("person", "robot", "integration", "assumed", "unknown")

DEALS = Table(
    "deals",
    grain="a deal; before it qualifies it is called a lead",
    month_of="created_on",  # closed_on would change, and the row would be there twice
    own=(
        text("name", "As the CRM writes it.", amocrm="name", bitrix24="TITLE"),
        ref("customer", "customers", "Who buys, or may."),
        ref("owner", "people", "Who holds it now. Who held it when: `owner_changes`.",
            amocrm="responsible_user_id", bitrix24="ASSIGNED_BY_ID"),
        ref("pipeline", "pipelines", "Which way it goes.", amocrm="pipeline_id",
            bitrix24="CATEGORY_ID"),
        ref("stage", "stages", "Where it stands.", amocrm="status_id", bitrix24="STAGE_ID"),
        text("outcome", "How it stands.", among=("open", "won", "lost")),
        *money("amount", "What the customer pays; a refund is below zero.", amocrm="price",
               bitrix24="OPPORTUNITY"),
        text("amount_from", "Empty: said by the source. lines: the sum of its order lines."),
        *money("margin", "What is left of it after the cost of the goods."),
        text("currency", "ISO code of the amounts; empty: the company's."),
        text("channel", "Where the lead came from."),
        text("segment", "Which kind of business; empty: the customer's."),
        *moment("created", "When the lead appeared.", amocrm="created_at",
                bitrix24="DATE_CREATE"),
        *moment("qualified", "When it first entered a stage that qualifies."),
        *moment("closed", "When it was won or lost; empty while open.", amocrm="closed_at",
                bitrix24="CLOSEDATE"),
        day("expected_close_on", "When it is expected to close."),
        text("loss_reason", "Why it was lost.", amocrm="loss_reason_id"),
    ),
)  # fmt: skip

STAGE_CHANGES = Table(
    "stage_changes",
    grain="a move of a deal",
    month_of="occurred_on",
    own=(
        ref("deal", "deals", "Which deal."),
        *moment("occurred", "When it moved.", empty=False),
        ref("from_stage", "stages", "Where from; empty: it appeared."),
        ref("to_stage", "stages", "Where to."),
        ref("person", "people", "Who moved it; empty: nobody, or not known."),
        text("author", "What kind of hand moved it.", among=AUTHORS),
    ),
)

OWNER_CHANGES = Table(
    "owner_changes",
    grain="a hand-over of a deal",
    month_of="occurred_on",
    own=(
        ref("deal", "deals", "Which deal."),
        *moment("occurred", "When it was handed over.", empty=False),
        ref("from_person", "people", "Who held it before."),
        ref("to_person", "people", "Who holds it after."),
    ),
)

AMOUNT_CHANGES = Table(
    "amount_changes",
    grain="a deal whose amount became another one",
    month_of="occurred_on",
    own=(
        ref("deal", "deals", "Which deal."),
        *moment("occurred", "When.", empty=False),
        *money("from_amount", "What it was before; 0: none; empty: not known."),
        *money("to_amount", "What it is after; 0: none."),
        text("currency", "ISO code of the amounts; empty: the company's."),
        ref("person", "people", "Who changed it; empty: nobody, or not known."),
        text("author", "What kind of hand changed it.", among=AUTHORS),
    ),
)

CREDITS = Table(
    "credits",
    grain="a share of a deal belonging to a person; without any, all is the owner's at closing",
    own=(
        ref("deal", "deals", "Which deal."),
        ref("person", "people", "Whose share."),
        number("share", "How much of it; a deal's shares sum to 1.", unit="share", empty=False),
    ),
)

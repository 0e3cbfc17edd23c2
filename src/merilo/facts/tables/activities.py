"""What a person did or received: calls, meetings, letters, messages, tasks; and proposals."""

from merilo.facts.table import Table, count, moment, money, ref, text
from merilo.facts.tables.deals import AUTHORS

KINDS = ("call", "meeting", "email", "message", "task", "comment", "presentation")

ACTIVITIES = Table(
    "activities",
    grain="something a person did or received",
    month_of="occurred_on",
    own=(
        text("kind", "What it was.", among=KINDS),
        text("direction", "in: from the customer; out: to the customer."),
        ref("person", "people", "Who did it, or who received it."),
        ref("deal", "deals", "Which deal it was about."),
        ref("customer", "customers", "Which customer it was with."),
        *moment("occurred", "When it took place.", empty=False),
        count("duration_s", "How long it took; of a call, the talk alone.", unit="seconds"),
        text(
            "outcome",
            "How it ended. A call: reached, missed, busy, voicemail, failed. "
            "A meeting or presentation: held, missed, cancelled. A task: done, open.",
        ),
        *moment("due", "When it was to be done."),
        *moment("completed", "When it was done."),
        text("recording", "Where to listen to it."),
        text(
            "author",
            "Whose hand it was; robots and integrations never count for a person.",
            among=AUTHORS,
        ),
    ),
)

PROPOSALS = Table(
    "proposals",
    grain="an offer sent",
    month_of="sent_on",
    own=(
        ref("deal", "deals", "For which deal."),
        ref("customer", "customers", "To whom."),
        ref("person", "people", "Who sent it."),
        *moment("sent", "When.", empty=False),
        *money("amount", "How much was offered."),
        text("currency", "ISO code of the amount; empty: the company's."),
        text("outcome", "How it stands.", among=("open", "won", "lost")),
        *moment("decided", "When the customer decided."),
    ),
)

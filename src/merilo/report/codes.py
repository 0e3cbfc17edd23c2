"""What the codes of the fact tables are called: kinds and outcomes of rows."""

from merilo.words import _

CODES = {
    "open": "open", "won": "won", "lost": "lost",
    "call": "call", "meeting": "meeting", "email": "e-mail", "message": "message",
    "task": "task", "comment": "comment", "presentation": "presentation",
    "reached": "talked", "missed": "missed", "busy": "line busy", "voicemail": "voicemail",
    "failed": "no connection", "held": "held", "cancelled": "cancelled", "done": "done",
    "salary": "salary", "commission": "commission", "marketing": "marketing", "tools": "tools",
    "travel": "travel", "other": "other",
    "upheld": "upheld", "rejected": "rejected",
    "letter": "letter", "visit": "visit", "competency": "competency",
    "vacation": "vacation", "sick": "sick leave",
}  # fmt: skip


def code(value: str) -> str:
    """A code in the language spoken; what is no code of ours stays itself."""
    return _(CODES[value]) if value in CODES else value

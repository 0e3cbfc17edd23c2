"""What matters and answers are called."""

from merilo.report.today import Kind, Matter
from merilo.words import _, several

KINDS = {
    Kind.BEHIND: "Behind plan", Kind.LEADS: "Leads nobody spoke to", Kind.STUCK: "Stuck deals",
    Kind.TASKLESS: "Deals without a task", Kind.OVERDUE: "Overdue tasks",
    Kind.REPORT: "Daily report missing", Kind.TYPED: "Report differs from the facts",
    Kind.ALARM: "Norms and alerts", Kind.COMPLAINT: "Complaints", Kind.FALLING: "Falling quality",
}  # fmt: skip
ICONS = {
    Kind.BEHIND: "target", Kind.LEADS: "user-plus", Kind.STUCK: "hourglass",
    Kind.TASKLESS: "circle-dashed", Kind.OVERDUE: "alarm", Kind.REPORT: "notebook",
    Kind.TYPED: "notebook", Kind.ALARM: "bell", Kind.COMPLAINT: "message",
    Kind.FALLING: "trending-down",
}  # fmt: skip
ANSWERED = {
    "seen": "seen", "comment": "commented", "message": "message sent",
    "task": "task given", "snooze": "put off",
}  # fmt: skip


def titled(matter: Matter) -> str:
    """What is the matter, in a few words."""
    count = len(matter.subjects)
    match matter.kind:
        case Kind.LEADS:
            return several("{count} lead nobody spoke to", "{count} leads nobody spoke to", count)
        case Kind.STUCK:
            return several("{count} stuck deal", "{count} stuck deals", count)
        case Kind.TASKLESS:
            return several("{count} deal without a task", "{count} deals without a task", count)
        case Kind.OVERDUE:
            return several("{count} overdue task", "{count} overdue tasks", count)
        case Kind.COMPLAINT:
            return several("{count} complaint", "{count} complaints", count)
    return _(KINDS[matter.kind])

"""What deeds, records and fields are called in the audit log."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from merilo.report.roles import ROLES
from merilo.web.clock import clock
from merilo.words import _

# What is no change of a record, by the name under which it is written down.
EVENTS = {
    "sign_in": "Signed in", "sign_out": "Signed out", "sign_in_failed": "Sign-in refused",
    "password": "Password changed", "password_reset": "Password reset by mail",
    "factor_added": "Second factor added", "factor_removed": "Second factor removed",
    "codes": "Recovery codes made", "sessions_ended": "Sessions ended", "export": "File exported",
    "import": "File imported", "undo": "Load taken back", "discard": "Upload discarded",
    "people": "People and units changed", "calendar": "Calendar changed",
    "plans": "Plans set", "plans_proposed": "Plans proposed", "plans_approve": "Plans approved",
    "plans_refuse": "Plans refused", "plans_withdraw": "Plans withdrawn",
    "plans_approval": "Approval of plans switched", "kpis": "KPIs of a role set",
    "report_form": "Form of a daily report set", "report_field": "Field of daily reports added",
    "report": "Daily report corrected", "quick_log": "Quick log changed",
    "tasks": "Tasks of others changed", "alert_rule": "Alert rule set",
    "connection": "Connection changed",
}  # fmt: skip
DEEDS = {
    "made": "{record}: made", "changed": "{record}: changed", "deleted": "{record}: deleted",
    "opened": "{record}: opened",
}  # fmt: skip
MODELS = {"accounts.user": "Account", "accounts.invitation": "Invitation",
          "notices.channel": "Channel of notices"}  # fmt: skip
FIELDS = {
    "fields": "Fields", "unit": "Unit",
    "email": "E-mail", "name": "Full name", "role": "Role", "person": "Person in the facts",
    "is_active": "Switched on", "used": "Used", "until": "Valid until", "language": "Language",
    "theme": "Appearance", "demo": "Demo account", "by": "Invited by", "since": "Since",
    "state": "State", "owner": "Assigned to", "due": "Due", "title": "Title",
    "priority": "Priority", "repeat": "Repeats", "starts": "From", "ends": "Until",
    "load": "Load", "postings": "Postings", "absences": "Absences", "way": "Way",
    "kinds": "Kinds", "hour": "Hour", "working": "Working days only", "private": "Private",
    "metric": "Metric", "limit": "Limit", "grain": "Counted", "units": "Units and all below",
    "roles": "Roles", "people": "People", "severe": "told at once", "to_head": "their head",
    "to_person": "the person", "paused": "paused", "kind": "Condition", "each": "Of whom",
    "made": "Connected", "sign_in": "New token", "again": "Read again", "every_s": "Seconds "
    "between readings", "qualifies": "Stages that make a lead a deal", "offers": "Stages in which "
    "a proposal is sent", "task_kinds": "Types of tasks", "operators": "Operators",
    "pipelines": "Pipelines", "pipelines_no": "Pipelines left out", "qualifies_no": "Stages that "
    "do not make a lead a deal", "offers_no": "Stages in which no proposal is sent",
    "redirect_uri": "Redirect address", "address": "Address",
}  # fmt: skip
# Of a change of people and units: roles, kinds of units and of absences, one among its values.
VALUES = ROLES | {
    "company": "Company", "department": "Department", "team": "Team", "vacation": "Vacation",
    "sick": "Sick leave", "other": "Other",
}  # fmt: skip
NOTHING = "—"


def field_title(name: str) -> str:
    """What a field is called."""
    called = _(FIELDS.get(name, name)).replace("_", " ")
    return called[:1].upper() + called[1:]


def value_said(name: str, value: Any, people: Mapping[str, str]) -> str:
    """What stands in a field, in words."""
    if value in (None, "", "None"):
        return NOTHING
    if value in ("True", "False", True, False):
        return _("yes") if value in ("True", True) else _("no")
    if name == "person":
        return people.get(str(value), str(value))
    return instant(", ".join(_(VALUES.get(part, part)) for part in str(value).split(", ")))


def instant(text: str) -> str:
    """An instant as the company's clock shows it; any other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return clock(at if at.tzinfo else at.replace(tzinfo=UTC)) if ":" in text else text

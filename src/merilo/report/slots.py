"""What the columns of files are called when one says what is in them."""

from merilo.words import _

TITLES = {
    "id": "Id", "updated": "Last changed", "name": "Name", "email": "E-mail", "role": "Role",
    "unit": "Team", "head": "Head", "hired_on": "Hired on", "left_on": "Left on",
    "department": "Department", "company": "Company", "parent": "Parent unit", "kind": "Kind",
    "territory": "Territory", "person": "Person", "since": "From", "until": "Until",
    "last": "Last day", "segment": "Segment", "industry": "Industry", "channel": "Channel",
    "owner": "Sales rep", "created": "Created", "owner_name": "Sales rep's name",
    "owner_email": "Sales rep's e-mail", "pipeline": "Pipeline",
    "position": "Place in the pipeline",
    "qualifies": "Qualifies the lead", "stale_after_days": "Stuck after days",
    "customer": "Customer", "stage": "Stage", "outcome": "Outcome", "amount": "Amount",
    "margin": "Margin", "currency": "Currency", "qualified": "Qualified", "closed": "Closed",
    "expected_close_on": "Expected to close", "loss_reason": "Loss reason",
    "customer_name": "Customer's name", "customer_segment": "Customer's segment",
    "customer_territory": "Customer's territory", "customer_industry": "Customer's industry",
    "customer_channel": "Customer's channel", "stage_name": "Stage's name",
    "pipeline_name": "Pipeline's name", "product": "Product", "product_name": "Product's name",
    "product_group": "Product group", "quantity": "Quantity", "line_amount": "Amount of the line",
    "line_cost": "Cost of the line", "price": "Price", "discount": "Discount", "deal": "Deal",
    "occurred": "When", "from_stage": "From stage", "to_stage": "To stage", "author": "Done by",
    "from_person": "From whom", "to_person": "To whom", "share": "Share", "direction": "Direction",
    "from_amount": "Amount before", "to_amount": "Amount after",
    "duration_s": "Duration", "due": "Due", "completed": "Completed", "recording": "Recording",
    "person_name": "Person's name", "person_email": "Person's e-mail", "sent": "Sent",
    "decided": "Decided", "group": "Group", "cost": "Cost", "day": "Day",
    "acquisition": "For new customers", "month_on": "Month", "size": "Market size", "rate": "Rate",
    "metric": "Metric", "period_since": "Period from", "period_until": "Period until",
    "target": "Target", "valid_since": "Holds from", "valid_until": "Holds until",
    "month": "Month", "period": "Period", "length": "Length of the period", "value": "Value",
    "subject": "Subject", "reviewer": "Reviewer", "scorecard": "Scorecard",
    "criterion": "Criterion", "score": "Score", "maximum": "Highest score", "weight": "Weight",
    "critical": "Critical", "survey": "Survey", "question": "Question", "scale": "Scale",
    "received": "Received", "verdict": "Verdict", "cause": "Cause",
}  # fmt: skip


def titled(slot: str) -> str:
    """The title of a slot in the language spoken; one of no title stays itself."""
    return _(TITLES.get(slot, slot))

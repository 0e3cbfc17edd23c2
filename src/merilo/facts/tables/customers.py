"""Customers, and what they did, said and complained about."""

from merilo.facts.table import Column, Kind, Table, moment, number, ref, text

CUSTOMERS = Table(
    "customers",
    grain="a company or private person that buys or may buy",
    own=(
        text("name", "As the CRM writes it."),
        text("segment", "Which kind of customer."),
        text("territory", "Where."),
        text("industry", "What they do."),
        text("channel", "Where they came from."),
        ref("owner", "people", "Who looks after them now."),
        *moment("created", "When they became known."),
    ),
)

BEHAVIOURS = Table(
    "behaviours",
    grain="something a customer did",
    month_of="occurred_on",
    own=(
        ref("customer", "customers", "Who."),
        text("kind", "What: viewed, basket, visited ..."),
        ref("product", "products", "With which product."),
        *moment("occurred", "When.", empty=False),
    ),
)

ANSWERS = Table(
    "answers",
    grain="an answer to a survey question",
    month_of="occurred_on",
    own=(
        text("survey", "Which survey."),
        text("question", "Which question of it."),
        ref("person", "people", "Whose work it is about."),
        ref("customer", "customers", "Who answered; only if the survey is named."),
        number("score", "The mark given.", unit="points of the scale"),
        Column(
            "scale", Kind.COUNT, "The highest mark possible: 5 or 10.", unit="points of the scale"
        ),
        *moment("occurred", "When it was answered.", empty=False),
    ),
)

COMPLAINTS = Table(
    "complaints",
    grain="a complaint",
    month_of="received_on",
    own=(
        ref("customer", "customers", "Who complained."),
        ref("person", "people", "About whose work."),
        *moment("received", "When it came.", empty=False),
        text("verdict", "What came of it.", among=("open", "upheld", "rejected")),
        text("cause", "What it was about."),
        *moment("closed", "When it was settled."),
    ),
)

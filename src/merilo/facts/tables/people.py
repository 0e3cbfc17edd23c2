"""People, the units they belong to, their postings and their absences."""

from merilo.facts.table import Column, Kind, Table, day, ref, text

PEOPLE = Table(
    "people",
    grain="a person who sells or leads",
    own=(
        text("name", "As the CRM writes it.", amocrm="name", bitrix24="NAME LAST_NAME"),
        text("email", "Where to write to; matches people of different sources."),
        text("role", "What they do now: cold_caller, account_manager, seller, head ..."),
        ref("unit", "units", "Where they are now. Where they were when: `postings`."),
        ref("head", "people", "Whom they report to."),
        day("hired_on", "First day at work."),
        day("left_on", "First day no longer there; empty while there."),
        Column("source_ids", Kind.JSON, "Their ids elsewhere: an extension, a user of a dialler."),
    ),
)

UNITS = Table(
    "units",
    grain="a company, department or team",
    own=(
        text("name", "As people call it."),
        ref("parent", "units", "The unit it belongs to."),
        text("kind", "How large.", among=("company", "department", "team")),
        text("territory", "Where it sells."),
        ref("department", "units", "The nearest department upwards, itself included; derived."),
        ref("company", "units", "The company upwards, itself included; derived."),
    ),
)

POSTINGS = Table(
    "postings",
    grain="a person in a unit and role from a day until a day; one at a time",
    own=(
        ref("person", "people", "Who."),
        ref("unit", "units", "In which team, department or company."),
        text("role", "As what."),
        day("since", "First day; empty: as far back as is known."),
        day("until", "First day no longer there; empty while there."),
    ),
)

ABSENCES = Table(
    "absences",
    grain="a person away from work from a day until a day",
    own=(
        ref("person", "people", "Who."),
        text("kind", "Why.", among=("vacation", "sick", "other")),
        day("since", "First day away.", empty=False),
        day("until", "First day back; empty while away."),
    ),
)

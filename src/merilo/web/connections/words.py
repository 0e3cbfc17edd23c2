"""What systems, cards and columns are called on the pages of connections."""

from collections.abc import Mapping, Sequence

from merilo.sources.sync.protocol import Ask, Wanted

PRODUCTS = "products"
PIPELINES, STAGES = "pipelines", "stages"  # entities, and the setting of those that are read
TYPES = "task_types"  # the entity under which a source names the types of its tasks
# What somebody reads who does not know yet what is meant.
SAID: Mapping[str, str] = {
    "amocrm": "Deals with the history of their stages and amounts, customers, tasks, calls, "
    "letters, chats, marks of the NPS bot.",
    "bitrix24": "Leads and deals with the history of their stages, customers, tasks, meetings, "
    "calls.",
    "skorozvon": "Calls of the dialler, with their results.",
    "mango": "Calls of the telephone exchange of Mango Office.",
    "uis": "Calls of UIS, CoMagic or CallGear.",
    "asterisk": "Calls from the record that Asterisk or FreePBX keeps of them.",
    "dialler": "Calls out of files (CSV, XLSX) that a dialler exports into a folder of the server.",
    "sql": "Any facts from a database, by a query for each table.",
}
# Which cards of a source a table is made of, and which of its columns a field may be.
CARDS: Mapping[str, Sequence[str]] = {
    "deals": ("leads", "deals"), "customers": ("companies", "contacts", "customers"),
    PRODUCTS: (PRODUCTS,),
}  # fmt: skip
SLOTS: Mapping[str, Mapping[str, str]] = {
    "deals": {"channel": "Channel", "segment": "Segment", "margin": "Margin",
              "expected_close_on": "Expected closing"},
    "customers": {"segment": "Segment", "territory": "Territory", "industry": "Industry",
                  "channel": "Channel"},
    PRODUCTS: {"price": "Price", "cost": "Cost", "group": "Group"},
}  # fmt: skip
ENTITIES: Mapping[str, str] = {
    "leads": "Deals", "deals": "Deals", "contacts": "Contacts", "companies": "Companies",
    "customers": "Customers", PRODUCTS: "Products", TYPES: "Types of tasks",
}  # fmt: skip
# What a column of a dialler's export may be.
COLUMNS: Mapping[str, str] = {
    "time": "Date and time", "clock": "Time of day", "phone": "Number of the client",
    "caller": "Who called", "callee": "Who was called", "direction": "Direction",
    "operator": "Operator", "extension": "Extension of the operator",
    "email": "E-mail of the operator", "talk": "Time talked", "whole": "Whole length",
    "wait": "Waiting time", "result": "How the call ended", "note": "Result of the talk",
    "campaign": "Campaign", "recording": "Recording", "id": "Id of the call",
}  # fmt: skip
# Of a code that is pasted.
PASTED = (
    Wanted("redirect_uri", "Redirect address of the integration", needed=False,
           hint="As it stands there, if it is another than the one above"),
    Wanted("code", "Authorisation code", Ask.SECRET, needed=False,
           hint="Of the tab Keys. It is good for 20 minutes, and once."),
)  # fmt: skip
# What is asked about stages that are new in the CRM: one of them, and many of a pipeline at once.
MEANT = {
    "qualifies": "New in the CRM: stage “{stage}” of pipeline “{pipeline}”. Does it make a lead a "
    "deal?",
    "offers": "New in the CRM: stage “{stage}” of pipeline “{pipeline}”. Does it mean that a "
    "proposal was sent?",
}
SEVERAL = {
    "qualifies": ("New in the CRM: {count} stage of pipeline “{pipeline}”. Does it make a lead a "
                  "deal?",
                  "New in the CRM: {count} stages of pipeline “{pipeline}”. Do some of them make a "
                  "lead a deal?"),
    "offers": ("New in the CRM: {count} stage of pipeline “{pipeline}”. Does it mean that a "
               "proposal was sent?",
               "New in the CRM: {count} stages of pipeline “{pipeline}”. Do some of them mean that "
               "a proposal was sent?"),
}  # fmt: skip

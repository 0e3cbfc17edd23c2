"""What systems, cards and columns are called on the pages of connections."""

from collections.abc import Mapping, Sequence

PRODUCTS = "products"
TYPES = "task_types"  # the entity under which a source names the types of its tasks
# What somebody reads who does not know yet what is meant.
SAID: Mapping[str, str] = {
    "amocrm": "Deals with the history of their stages, customers, tasks, calls, letters, chats.",
    "bitrix24": "Deals with the history of their stages, customers, tasks, meetings, calls.",
    "skorozvon": "Calls of the dialler, with their results.",
    "mango": "Calls of the telephone exchange of Mango Office.",
    "uis": "Calls of UIS, CoMagic or CallGear.",
    "asterisk": "Calls from the record that Asterisk or FreePBX keeps of them.",
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

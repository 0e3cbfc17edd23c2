"""Products, and which of them a deal holds."""

from merilo.facts.table import Table, money, number, ref, text

PRODUCTS = Table(
    "products",
    grain="something that is sold",
    own=(
        text("name", "As the catalogue calls it."),
        text("group", "Which kind of product."),
    ),
)

ORDER_LINES = Table(
    "order_lines",
    grain="a product in a deal",
    own=(
        ref("deal", "deals", "Of which deal."),
        ref("product", "products", "Which product."),
        number("quantity", "How many.", unit="pieces"),
        *money("amount", "What the customer pays for it, discount taken off."),
        *money("cost", "What it costs us."),
        text("currency", "ISO code of the amounts; empty: the company's."),
    ),
)

"""Products in deals: lines that a file of deals holds, and what deals without an amount take."""

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.check import Check
from merilo.sources.engine.made import Made
from merilo.sources.engine.price import Price

# What the lines of a deal come to; empty as long as one of them has no amount. Lines in several
# currencies come to an amount in the company's.
_SUMS = """(
    select deal, currencies,
      case when whole then case when currencies = 1 then amount else base end end as amount,
      case when whole then base end as amount_base,
      case when whole and currencies = 1 then currency end as currency
    from (
      select deal, sum(amount)::decimal(18, 4) as amount, any_value(currency) as currency,
        case when bool_and(amount_base is not null) then sum(amount_base)::decimal(18, 4) end
          as base,
        bool_and(amount is not null) as whole, count(distinct coalesce(currency, '')) as currencies
      from order_lines where not coalesce(deleted, false) group by deal))"""
_LINE = ("quantity", "line_amount", "line_cost", "price")


def line_amount(staged: frozenset[str], said: str) -> str:
    """What is said to be paid for a line, else price x quantity x (1 - discount)."""
    quantity = "coalesce(s.quantity, 1)" if "quantity" in staged else "1"
    found = "null"
    if "price" in staged:  # in steps, for a decimal has 38 digits at most
        found = f"try_cast(s.price * {quantity} as decimal(28, 10))"
    if "price" in staged and "discount" in staged:
        found = f"{found} * (1 - coalesce(s.discount, 0))::decimal(7, 6)"
    own = f"s.{said}" if said in staged else "null"
    return f"coalesce({own}, try_cast({found} as decimal(18, 4)))"


def arising(check: Check, connection: str, price: Price) -> Made | None:
    """The lines in a file of deals, an id for each product of a deal; None if it holds none.

    A product that comes twice in a deal, with other figures, is a line of its own.
    """
    staged = frozenset(check.script.columns)
    if check.script.feed.table != "deals" or not {"product", *_LINE} & staged:
        return None
    product = "s.product" if "product" in staged else "null::text"
    quantity = "s.quantity" if "quantity" in staged else "null"
    cost = "s.line_cost" if "line_cost" in staged else "null"
    currency = "s.currency" if "currency" in staged else "null::text"
    lines = f"""
        select id as deal, product, quantity, amount, cost, any_value(currency) as currency,
          any_value(day) as day, min(_row) as _row
        from (select s.id, s._row, {product} as product, {quantity}::decimal(18, 6) as quantity,
            {line_amount(staged, "line_amount")} as amount, {cost}::decimal(18, 4) as cost,
            {currency} as currency, {price.day("deals", staged)} as day
          from ({check.telling}) s)
        where product is not null or amount is not null
        group by id, product, quantity, amount, cost"""
    source = f"""
        select *, concat_ws(':', deal, product, case when n > 1 then n end) as id
        from (select *, row_number() over (partition by deal, product order by _row) as n
          from ({lines}))"""
    made = Made(TABLES["order_lines"], connection, source)
    made.give(deal=made.ref("s.deal"), product=made.ref("s.product"))
    made.give(quantity="s.quantity", amount="s.amount", cost="s.cost")
    price.put(made, frozenset(), "s.day")
    return made


def summed(made: Made) -> None:
    """A deal without an amount takes the sum of its lines; one that is typed wins."""
    made.joins.append(f"left join {_SUMS} l on l.deal = {made.ref('s.id')}")
    made.give(
        amount="coalesce(s.amount, l.amount)",
        amount_base=f"case when s.amount is null then l.amount_base "
        f"else {made.columns['amount_base']} end",
        amount_from="case when s.amount is null and l.amount is not null then 'lines' end",
        currency="coalesce(s.currency, case when s.amount is null then l.currency end)",
    )


def complete(load: Load) -> int:
    """Bring the amounts of deals that have none of their own up to date; how many changed."""
    rows = f"""
        select d.connection, d.id, l.amount, l.amount_base,
          case when l.amount is not null then 'lines' end as amount_from,
          case when l.currencies = 1 then coalesce(l.currency, d.currency) end as currency
        from deals d join {_SUMS} l on l.deal = d.connection || ':' || d.id
        where d.amount is null or d.amount_from = 'lines'"""
    columns = ("amount", "amount_base", "amount_from", "currency")
    return load.put(TABLES["deals"], load.db.sql(rows), columns=columns).changed

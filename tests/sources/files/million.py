"""A file of a million deals, or of as many as one likes."""

from pathlib import Path

import duckdb


def deals(path: Path, rows: int, first: int = 0) -> Path:
    """A CSV of deals."""
    with duckdb.connect() as db:
        db.execute(
            f"""copy (
              select 'd' || (i + {first}) as "Deal ID", 'Deal ' || i as "Deal name",
                i % 9973 + 1 as "Amount", 'Seller ' || (i * 7919 % 300) as "Owner",
                date '2015-01-01' + (i % 1000)::int as "Created",
                date '2015-02-01' + (i % 1000)::int as "Closed",
                case i % 2 when 0 then 'won' else 'lost' end as "Outcome",
                'Pipeline ' || (i % 3) as "Pipeline", 'Stage ' || (i % 7) as "Stage",
                'Customer ' || (i * 31 % 50000) as "Customer"
              from range({rows}) t(i)) to '{path}' (header)"""
        )
    return path

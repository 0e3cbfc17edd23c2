-- Money given back: a won deal below zero, on a day of its own, some weeks after the sale.

create or replace temp table refunds as
with chosen as (
    select *, roll('refund', n) as r from sold where amount > 0
), dated as (
    select
        c.*, t.worker, t.day, at_clock(t.midnight, 21600) as micros,
        case when die(r, 2) < 0.4 then amount
            else amount * (20 + floor(die(r, 2) * 60)::bigint) // 100 end as back
    from chosen c
    join days d on d.q = c.queue and d.day = c.moved_on
    join shifts t on t.q = c.queue and t.shift = d.shift + 4 + floor(die(r, 1) * 14)::bigint
    where die(r, 0) < 0.015
), costed as (
    select n, sum(cost) as cost, min_by(product, i) as product
    from sold_lines group by n
)
select d.*, l.product, (l.cost * back // amount)::bigint as cost,
    case currency when 'EUR' then p.rate else 1 end as rate
from dated d join costed l using (n) join prices p using (day);

insert into demo_deals by name
select
    'demo' as connection, n || '-r' as id, 'Возврат: ' || name_of(customer, office) as name,
    'demo:' || customer as customer, 'demo:' || worker as owner, 'demo:' || pipeline as pipeline,
    'demo:' || s.id as stage, 'won' as outcome, -back as amount, -back * rate as amount_base,
    -(back - cost) as margin, -(back - cost) * rate as margin_base, currency, channel,
    make_timestamptz(micros) as created_at, business(micros) as created_on,
    make_timestamptz(micros) as qualified_at, business(micros) as qualified_on,
    make_timestamptz(micros) as closed_at, business(micros) as closed_on,
    day as expected_close_on, make_timestamptz(micros) as updated_at, false as deleted
from refunds join steps s using (pipeline) where s.act = 8;

insert into demo_stage_changes by name
select
    'demo' as connection, n || '-r' as id, 'demo:' || n || '-r' as deal,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    'demo:' || s.id as to_stage, 'demo:' || worker as person, 'person' as author,
    make_timestamptz(micros) as updated_at, false as deleted
from refunds join steps s using (pipeline) where s.act = 8;

insert into demo_order_lines by name
select
    'demo' as connection, n || '-r' as id, 'demo:' || n || '-r' as deal,
    'demo:' || product as product, -1 as quantity, -back as amount, -back * rate as amount_base,
    -cost as cost, -cost * rate as cost_base, currency,
    make_timestamptz(micros) as updated_at, false as deleted
from refunds;

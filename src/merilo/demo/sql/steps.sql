-- The next step of most deals that are open: a task for the days to come, seldom one past due.

insert into demo_activities by name
with held as (
    select id as n, customer, owner, deal.updated_at as moved, roll('step', id) as r
    from demo_deals deal where outcome = 'open'
), dated as (
    select *, case when die(r, 1) < 0.12 then until() - 1 - floor(die(r, 2) * 4)::integer
        else until() + floor(die(r, 2) * 9)::integer end as due
    from held where die(r, 0) < 0.85
)
select
    'demo' as connection, 'step-' || n as id, 'task' as kind, owner as person,
    'demo:' || n as deal, customer, moved as occurred_at,
    business(epoch_us(moved)) as occurred_on, 'open' as outcome,
    make_timestamptz(epoch_us(timezone(zone_of_company(), due + time '18:00'))) as due_at,
    due as due_on, 'person' as author, moved as updated_at, false as deleted
from dated
where moved < make_timestamptz(until_micros()) and due > business(epoch_us(moved))
    and not exists (
        from away where 'demo:' || away.q = owner and away.day = business(epoch_us(moved)));

-- What was asked of whom, month by month; some targets are set anew on the twelfth.

create or replace temp table asked_for as
with employed as (
    select s.q, s.role, s.office, m.month, p.unit, h.asked, roll('plan', s.q || ':' || m.month) as r
    from staff s
    cross join months m
    join habits h on h.q = s.q and h.month = m.month
    join placed p on p.q = s.q and m.month >= p.since and m.month < p.until
)
select
    e.*, n.metric, n.kind,
    case when n.seasonal then round(n.target * season(month)
        * (0.92 + 0.2 * die(r, 0)) * asked, n.digits)
        else n.target end as target,
    die(r, 1) < 0.15 and n.metric = 'revenue' and month + 11 < until() as revised, n.digits
from employed e join norms n using (role);

insert into demo_plans by name
with versions as (
    select q as person, null as unit, q || '-' || metric as who, metric, kind, month, target,
        null as since, case when revised then month + 11 end as until
    from asked_for
    union all
    select q, null, q || '-' || metric || '-2', metric, kind, month, round(target * 0.9, -3),
        month + 11, null
    from asked_for where revised
    union all
    -- A department is asked for a little more than its people together.
    select null, u.department, u.department[6:] || '-revenue', 'revenue', 'at_least', month,
        round(sum(target) * 1.05, -3), null, null
    from asked_for a join demo_units u on u.id = a.unit
    where metric = 'revenue' group by u.department, month
    union all
    select null, u.company, u.company[6:] || '-revenue', 'revenue', 'at_least', month,
        round(sum(target) * 1.05, -3), null, null
    from asked_for a join demo_units u on u.id = a.unit
    where metric = 'revenue' group by u.company, month
)
select
    'demo' as connection, who || '-' || month as id, 'demo:' || person as person,
    unit, metric, month as period_since,
    (month + interval 1 month)::date as period_until, kind, target,
    timezone(zone_of_company(), coalesce(since, month - 3) + time '10:00') as valid_since,
    timezone(zone_of_company(), until + time '10:00') as valid_until,
    'Гордеев Максим Евгеньевич' as author,
    timezone(zone_of_company(), coalesce(until, since, month - 3) + time '10:00') as updated_at,
    false as deleted
from versions;

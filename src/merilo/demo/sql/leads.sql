-- New business: who gets how many leads on which day, and what they are.

create or replace temp macro season(day) as
    ([0.75, 0.95, 1.08, 1.05, 0.85, 0.97, 0.87, 0.88, 1.08, 1.12, 1.12, 1.18])[month(day)]
    * (1 + 0.006 * datediff('month', since(), day));

-- How many start that day: the whole part surely, the rest by chance.
create or replace temp macro arriving(expected, q, day) as
    floor(expected + die(roll('arrive', q || ':' || day), 0))::bigint;

-- A number that stays the same when the demo company is made again tomorrow.
create or replace temp macro numbered(day, q, k) as
    datediff('day', date '2000-01-01', day) * 1000000 + q * 100 + k;

insert into leads
with slots as (
    select
        d.q, d.day, d.month, d.worker, d.shift, d.works, d.midnight, d.office, s.role,
        p.territory,
        season(d.day) * h.leads * case when d.works then s.leads else s.weekend end
            * case when pushed(d.day) and s.role <> 'cold_caller' then 1.6 else 1 end as expected
    from days d
    join staff s on s.q = d.q
    join habits h on h.q = d.q and h.month = d.month
    join placed p on p.q = d.q and d.day >= p.since and d.day < p.until
    where d.worker = d.q and not d.absent and s.role <> 'account_manager'
), born as (
    select *, unnest(range(arriving(expected, q, day))) as k from slots
), thrown as (
    select *, numbered(day, q, k) as n, roll('lead', numbered(day, q, k)) as r from born
), timed as (
    select
        *,
        case
            when not works then 36000 + floor(die(r, 0) * 41400)::bigint
            when role = 'cold_caller' or die(r, 1) < 0.85 then null  -- in working hours
            else 64800 + floor(die(r, 0) * 12600)::bigint
        end as evening,
        floor(die(r, 0) * 28800)::bigint as second
    from thrown
), met as (
    select
        *,
        role = 'cold_caller' as calls_cold, role = 'cold_caller' or die(r, 2) < 0.88 as new_customer,
        case when role = 'cold_caller' then office end as hands_on_in,
        pushed(day) and role <> 'cold_caller' and die(roll('push', n), 0) < 0.5 as by_push,
        coalesce(midnight + evening * 1000000, at_clock(midnight, second)) as created,
        case when evening is null then shift * 28800 + second
             when works then (shift + 1) * 28800
             else shift * 28800 end as clock
    from timed
)
select
    n, q, day, month, met.office, territory, created, clock,
    case met.office when 'hu' then 'magyar' else 'new' end as pipeline,
    channels.channel, channels.quality,
    case
        when calls_cold then 'p' || q || '-' || floor(die(r, 2) * prospects())::bigint
        when new_customer then 'c' || n
        else 'c' || coalesce(last_value(case when new_customer then n end ignore nulls) over (
            partition by q order by n rows between unbounded preceding and 9 preceding), n)
    end as customer,
    receivers.receiver as p2
from met
join channels on channels.cold = calls_cold and (
    by_push and channels.pushed or not by_push and die(r, 3) >= low and die(r, 3) < high)
left join receivers on receivers.office = hands_on_in
    and receivers.place = floor(die(r, 3) * receivers.of)::bigint;

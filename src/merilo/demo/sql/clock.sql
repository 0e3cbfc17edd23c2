-- Each queue of work has a clock of its own: its seconds are those in which somebody works on it.
-- A queue is a person; after that person has left, the successor works on it.
-- Second s of the clock falls into the shift s // 28800: nine to six with an hour's break.

create or replace temp table days as
with span as (
    select q, office, zone, day, case when day < coalesce(until, until()) then q else successor end as worker
    from staff cross join workdays
    where day >= since and (until is null or day < until or successor is not null)
), present as (
    select
        span.*, date_trunc('month', day)::date as month,
        working and away.q is null as works, away.q is not null as absent
    from span
    join workdays using (day)
    left join away on away.q = span.worker and away.day = span.day
)
select
    *,
    count(*) filter (works) over (
        partition by q order by day rows between unbounded preceding and 1 preceding
    ) as shift,  -- of a day off: the next one
    epoch_us(timezone(zone, day::timestamp)) as midnight
from present;

create or replace temp table shifts as
select q, shift, day, month, worker, midnight from days where works;

-- The instant of a second of the clock, in microseconds.
create or replace temp macro at_clock(midnight, second) as
    midnight + (32400 + (second % 28800) + case when second % 28800 >= 14400 then 3600 else 0 end)
    * 1000000::bigint;
create or replace temp macro business(micros) as
    timezone(zone_of_company(), make_timestamptz(micros))::date;

create or replace temp macro segment_of(customer) as die(roll('segment', customer), 0);

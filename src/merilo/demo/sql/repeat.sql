-- What account managers sell again: to customers they had from the start, and to those won since.

create or replace temp table pool as
with known as (
    select customer, office, min(moved_on) + 10 as joined_on
    from sold group by customer, office
), members as (
    select k.keeper as q, customer, office, joined_on
    from known join keepers k using (office)
    where k.place = floor(die(roll('keeper', customer), 0) * k.of)::bigint
    union all
    select keeper, 'b' || keeper || '-' || i, office, date '2000-01-01'
    from keepers, range(portfolio()) as r (i)
)
select *, row_number() over (partition by q order by joined_on, customer) - 1 as place from members;

insert into leads
with slots as (
    select d.*, h.breadth, season(d.day) * h.leads * s.leads as expected
    from days d
    join staff s on s.q = d.q
    join habits h on h.q = d.q and h.month = d.month
    where d.works and s.role = 'account_manager'
), born as (
    select *, unnest(range(arriving(expected, q, day))) as k from slots
), thrown as (
    select *, numbered(day, q, k) as n, roll('lead', numbered(day, q, k)) as r from born
), sized as (
    select q, joined_on, max(place) + 1 as of from pool group by q, joined_on
), picked as (
    -- Old acquaintances come oftener: the cube of a throw. Who looks after a part of the
    -- portfolio only, leaves the oldest ones out.
    select t.*, floor(die(r, 0) * 28800)::bigint as second,
        floor(z.of * (1 - breadth + breadth * die(r, 1) * die(r, 1) * die(r, 1)))::bigint as place
    from thrown t asof join sized z on z.q = t.q and t.day >= z.joined_on
)
select
    n, q, day, month, office, null as territory,
    at_clock(midnight, second) as created, shift * 28800 + second as clock,
    case office when 'hu' then 'magyar' else 'repeat' end as pipeline,
    again() as channel, 1.0 as quality, customer, null as p2
from picked join pool using (q, place, office);

-- Months of teams as somebody would write them by hand over the same tables.
-- {since}, {until}: the first day of the months, and the first after them.
with post as (
  select person, unit, coalesce(since, date '0001-01-01') as since,
    coalesce(until, date '9999-12-31') as until
  from postings where not coalesce(deleted, false)
),
away as (
  select person, since, coalesce(until, date '9999-12-31') as until from absences
  where not coalesce(deleted, false)
),
there as (
  select distinct unit, date_trunc('month', day)::date as month
  from (select unnest(generate_series(date '{since}', date '{until}' - 1, interval 1 day))::date as day) d
  join post p on p.since <= day and day < p.until
  where not exists (
    select 1 from away a where a.person = p.person and a.since <= day and day < a.until)
),
done as (
  select unit, date_trunc('month', occurred_on)::date as month,
    count(*) filter (kind = 'call'
      and not coalesce(outcome = 'missed' and coalesce(direction, 'in') = 'in', false)) as calls,
    count(*) filter (kind = 'meeting' and outcome = 'held') as meetings
  from activities a left join post p
    on p.person = a.person and p.since <= occurred_on and occurred_on < p.until
  where occurred_on >= date '{since}' and occurred_on < date '{until}'
    and author not in ('robot', 'integration') and not coalesce(deleted, false)
  group by all
),
handed as (
  select deal, occurred_at, from_person from owner_changes
  where occurred_on >= date '{since}' and not coalesce(deleted, false)
),
ended as (
  select connection || ':' || id as deal, owner, outcome, amount_base, closed_on, closed_at
  from deals
  where outcome in ('won', 'lost') and closed_on >= date '{since}' and closed_on < date '{until}'
    and not coalesce(deleted, false)
),
holder as (
  select e.deal, arg_min(h.from_person, h.occurred_at) as held_by
  from ended e join handed h on h.deal = e.deal and h.occurred_at > e.closed_at
  group by e.deal
),
parts as (
  select coalesce(c.person, held_by, owner) as person, coalesce(share, 1) as share, e.*
  from ended e left join holder using (deal) left join credits c using (deal)
),
sales as (
  select unit, date_trunc('month', closed_on)::date as month,
    sum(share) filter (outcome = 'won' and coalesce(amount_base, 0) >= 0) as won,
    sum(share) filter (outcome = 'lost' or coalesce(amount_base, 0) >= 0) as closed,
    sum(amount_base * share) filter (outcome = 'won') as revenue,
    sum(share) filter (outcome = 'won' and amount_base >= 0) as checks
  from parts k left join post p
    on p.person = k.person and p.since <= closed_on and closed_on < p.until
  group by all
),
spine as (
  select unit, month from there union select unit, month from done
  union select unit, month from sales
)
select s.unit, s.month, coalesce(revenue, 0) as revenue, coalesce(won, 0) as deals_won,
  coalesce(won, 0) / nullif(closed, 0) as win_rate, revenue / nullif(checks, 0) as average_check,
  coalesce(calls, 0) as calls, coalesce(meetings, 0) as meetings
from spine s
left join done on done.unit is not distinct from s.unit and done.month = s.month
left join sales on sales.unit is not distinct from s.unit and sales.month = s.month

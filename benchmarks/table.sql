-- The people table of a month as somebody would write it by hand over the same tables.
-- {since}, {until}: the first day of the month, and of the next.
with away as (
  select person, since, coalesce(until, date '9999-12-31') as until from absences
  where not coalesce(deleted, false)
),
there as (
  select distinct p.person
  from (select unnest(generate_series(date '{since}', date '{until}' - 1, interval 1 day))::date as day) d
  join postings p on coalesce(p.since, date '0001-01-01') <= d.day
    and d.day < coalesce(p.until, date '9999-12-31') and not coalesce(p.deleted, false)
  where not exists (
    select 1 from away a where a.person = p.person and a.since <= d.day and d.day < a.until)
),
acts as (
  select * from activities
  where occurred_on >= date '{since}' and occurred_on < date '{until}'
    and author not in ('robot', 'integration') and not coalesce(deleted, false)
),
calls as (
  select * from acts
  where kind = 'call'
    and not coalesce(outcome = 'missed' and coalesce(direction, 'in') = 'in', false)
),
held as (
  select deal, customer, occurred_at from activities
  where kind = 'meeting' and outcome = 'held' and author not in ('robot', 'integration')
    and occurred_on >= date '{since}' and occurred_on < date '{until}' + 30
    and not coalesce(deleted, false)
),
led as (
  select person, count(*) as led from (
    select c.person from calls c
    where c.deal is not null and exists (
      select 1 from held h where h.deal = c.deal and h.occurred_at > c.occurred_at
        and h.occurred_at <= c.occurred_at + interval 30 day)
    union all
    select c.person from calls c
    where c.deal is null and exists (
      select 1 from held h where h.customer = c.customer and h.occurred_at > c.occurred_at
        and h.occurred_at <= c.occurred_at + interval 30 day)
  ) group by person
),
done as (
  select person,
    count(*) filter (kind = 'call'
      and not coalesce(outcome = 'missed' and coalesce(direction, 'in') = 'in', false)) as calls,
    count(*) filter (kind = 'meeting' and outcome = 'held') as meetings
  from acts group by person
),
handed as (
  select deal, occurred_at, from_person from owner_changes
  where occurred_on >= date '{since}' and not coalesce(deleted, false)
),
ended as (
  select connection || ':' || id as deal, owner, outcome, amount_base, qualified_on, closed_on, closed_at
  from deals
  where outcome in ('won', 'lost') and closed_on >= date '{since}' and closed_on < date '{until}'
    and not coalesce(deleted, false)
),
holder as (
  select e.deal, arg_min(h.from_person, h.occurred_at) as held_by
  from ended e join handed h on h.deal = e.deal and h.occurred_at > e.closed_at
  group by e.deal
),
closed as (
  select e.*, coalesce(held_by, owner) as person from ended e left join holder using (deal)
),
sales as (
  select coalesce(c.person, k.person) as person,
    sum(coalesce(share, 1)) filter (outcome = 'won' and coalesce(amount_base, 0) >= 0) as deals_won,
    sum(amount_base * coalesce(share, 1)) filter (outcome = 'won') as revenue,
    sum(coalesce(share, 1)) filter (outcome = 'won' and amount_base >= 0) as checks
  from closed k left join credits c using (deal)
  group by 1
),
closing as (
  select person, avg(closed_on - qualified_on) as deal_closing
  from closed
  where outcome = 'won' and coalesce(amount_base, 0) >= 0 and qualified_on is not null
  group by person
),
ripe as (
  select connection || ':' || id as deal, owner, created_at, qualified_at
  from deals
  where qualified_on >= date '{since}' and qualified_on < date '{until}'
    and not coalesce(deleted, false)
),
ripener as (
  select r.deal, arg_min(h.from_person, h.occurred_at) as held_by
  from ripe r join handed h on h.deal = r.deal and h.occurred_at > r.qualified_at
  group by r.deal
),
processing as (
  select coalesce(held_by, owner) as person,
    avg((epoch(qualified_at) - epoch(created_at)) / 3600) as lead_processing
  from ripe left join ripener using (deal) group by 1
),
spine as (
  select person from there union select person from done union select person from sales
  union select person from closing union select person from processing
)
select s.person, coalesce(calls, 0) as calls, coalesce(meetings, 0) as meetings,
  coalesce(deals_won, 0) as deals_won, revenue / nullif(checks, 0) as average_check,
  coalesce(led, 0) / nullif(calls, 0) as call_to_meeting, lead_processing, deal_closing
from spine s
left join done on done.person is not distinct from s.person
left join led on led.person is not distinct from s.person
left join sales on sales.person is not distinct from s.person
left join closing on closing.person is not distinct from s.person
left join processing on processing.person is not distinct from s.person
order by s.person

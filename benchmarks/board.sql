-- The scorecards of the sellers of a month as somebody would write them by hand.
-- {since}, {until}: the first day of the month, and of the next; {today}.
with handed as (
  select deal, occurred_at, from_person from owner_changes
  where occurred_on >= date '{since}' and not coalesce(deleted, false)
),
ended as (
  select connection || ':' || id as deal, owner, amount_base, closed_on, closed_at
  from deals
  where outcome = 'won' and closed_on >= date '{since}' and closed_on < date '{until}'
    and not coalesce(deleted, false)
),
holder as (
  select e.deal, arg_min(h.from_person, h.occurred_at) as held_by
  from ended e join handed h on h.deal = e.deal and h.occurred_at > e.closed_at
  group by e.deal
),
shared as (
  select coalesce(c.person, held_by, e.owner) as person, closed_on, amount_base,
    coalesce(share, 1) as share
  from ended e left join holder using (deal) left join credits c using (deal)
),
sales as (
  select s.person,
    sum(share) filter (coalesce(amount_base, 0) >= 0) as deals_won,
    sum(amount_base * share) as revenue,
    sum(share) filter (amount_base >= 0) as checks
  from shared s join postings p on p.person = s.person and p.role = 'seller'
    and coalesce(p.since, date '0001-01-01') <= closed_on
    and closed_on < coalesce(p.until, date '9999-12-31') and not coalesce(p.deleted, false)
  group by s.person
),
facts as (
  select person, metric, fact from (
    select person, revenue::double as revenue, deals_won::double as deals_won,
      (revenue / nullif(checks, 0))::double as average_check from sales)
  unpivot (fact for metric in (revenue, deals_won, average_check))
),
asked as (
  select person, metric, arg_max(target, valid_since) as target
  from plans
  where period_since = date '{since}' and period_until = date '{until}' and person is not null
    and kind in ('at_least', 'reach') and not coalesce(deleted, false)
    and valid_since < date '{today}' + 1
    and (valid_until is null or valid_until >= date '{today}' + 1)
  group by person, metric
),
weighed as (
  select person, least(1.5, greatest(0, fact / target)) as counted,
    case metric when 'revenue' then 50 when 'deals_won' then 30 else 20 end as weight
  from facts join asked using (person, metric)
)
select person, sum(counted * weight) / sum(weight) as score
from weighed group by person order by person

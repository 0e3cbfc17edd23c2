-- What several families ask for, made once. {since}, {until}: the first day of a month that is over,
-- and of the next.
create temp macro hours(a, b) as (epoch(b) - epoch(a)) / 3600;
create temp macro passed(moment, opens, closes) as
  coalesce(greatest(0, least(epoch(moment), epoch(closes)) - epoch(opens)), 0);

create temp table shift as  -- the company's calendar, with the working seconds and days before
  with shift as (
    select day, opens_at, closes_at, pause_since_at, pause_until_at, working::int as worked,
      coalesce(epoch(closes_at) - epoch(opens_at) - epoch(pause_until_at) + epoch(pause_since_at), 0) as length
    from calendar)
  select * exclude (worked, length), sum(length) over w - length as seconds, sum(worked) over w - worked as days
  from shift window w as (order by day rows unbounded preceding);
create temp macro worked(moment, shift) as  -- working seconds up to a moment of that day
  shift.seconds + passed(moment, shift.opens_at, shift.closes_at)
    - passed(moment, shift.pause_since_at, shift.pause_until_at);

create temp table posting as  -- one at a time: the next one ends the one before
  select person, unit, coalesce(since, date '0001-01-01') as since,
    least(until, lead(since) over (partition by person order by since nulls first)) as until
  from postings where not coalesce(deleted, false);
create temp table place as
  select connection || ':' || id as unit, department, company, territory
  from units where not coalesce(deleted, false);
create temp table posted as  -- who was where on each day of the month
  select d.day, p.person, p.unit, u.department, u.company, u.territory
  from calendar d join posting p on p.since <= d.day and (p.until is null or d.day < p.until)
  left join place u using (unit)
  where d.day >= date '{since}' and d.day < date '{until}';
create temp table away as
  select person, since, coalesce(until, date '9999-12-31') as until from absences
  where not coalesce(deleted, false);
create temp table there as  -- and not away
  select * from posted p where not exists (
    select 1 from away a where a.person = p.person and a.since <= p.day and p.day < a.until);

create temp table act as  -- what people did in the month
  select connection || ':' || id as key, kind, direction, person, deal, customer, occurred_at,
    occurred_on, duration_s, outcome,
    kind = 'call' and coalesce(outcome = 'missed' and coalesce(direction, 'in') = 'in', false) as missed
  from activities
  where occurred_on >= date '{since}' and occurred_on < date '{until}'
    and author not in ('robot', 'integration') and not coalesce(deleted, false);
create temp table task as  -- those that were done or due in the month, or open at its end
  select person, deal, occurred_on, due_at, due_on, completed_at, completed_on,
    coalesce(completed_on >= date '{until}', completed_on is null and coalesce(outcome, '') <> 'done') as late
  from activities
  where kind = 'task' and author not in ('robot', 'integration') and not coalesce(deleted, false)
    and (completed_on >= date '{since}' or due_on >= date '{since}'
      or completed_on is null and coalesce(outcome, '') <> 'done');

create temp table handed as
  select deal, from_person, occurred_at, occurred_on from owner_changes
  where from_person is not null and not coalesce(deleted, false);

create temp table lead as  -- deals that appeared in the month, with their first owners
  with first as (
    select deal, arg_min(from_person, occurred_at) as held_by from handed
    where occurred_on >= date '{since}' group by deal)
  select d.connection || ':' || d.id as deal, coalesce(held_by, owner) as person, created_at, created_on,
    closed_on, outcome
  from deals d left join first on first.deal = d.connection || ':' || d.id
  where created_on >= date '{since}' and created_on < date '{until}'
    and not (outcome = 'won' and coalesce(amount_base, 0) < 0) and not coalesce(d.deleted, false);

create temp table ended as  -- deals won by the month's end, or lost in the last year, with the owners at closing
  with ended as (
    select connection || ':' || id as deal, customer, owner, outcome, amount_base, margin_base,
      created_on, created_at, qualified_on, closed_on, closed_at, loss_reason,
      outcome = 'won' and coalesce(amount_base, 0) < 0 as refund
    from deals
    where (outcome = 'won' or outcome = 'lost' and closed_on >= date '{until}' - 366)
      and closed_on < date '{until}' and not coalesce(deleted, false)),
  holder as (
    select e.deal, arg_min(h.from_person, h.occurred_at) as held_by
    from ended e join handed h on h.deal = e.deal and h.occurred_at > e.closed_at group by e.deal)
  select e.* exclude (owner), coalesce(held_by, owner) as person, outcome = 'won' and not refund as won
  from ended e left join holder using (deal);
create temp table sale as  -- the same once for everybody who shares in it
  select e.* exclude (person), coalesce(c.person, e.person) as person, coalesce(share, 1) as share
  from ended e left join (from credits where not coalesce(deleted, false)) c using (deal);
create temp table bought as  -- every win of a customer, numbered
  select deal, customer, closed_on,
    row_number() over (partition by customer order by closed_on, closed_at, deal) as n
  from ended where won and customer is not null;

create temp table waiting as  -- deals open at the end of the month, with whoever held them then
  with open as (
    select connection || ':' || id as deal, owner, amount_base from deals
    where (created_on is null or created_on < date '{until}')
      and (outcome = 'open' or closed_on >= date '{until}') and not coalesce(deleted, false)),
  holder as (
    select deal, arg_min(from_person, occurred_at) as held_by from handed
    where occurred_on >= date '{until}' group by deal)
  select deal, coalesce(held_by, owner) as person, amount_base from open left join holder using (deal);

create temp table ripe as  -- deals that qualified in the month, with whoever held them then
  with ripe as (
    select connection || ':' || id as deal, owner, created_at, created_on, qualified_at, qualified_on
    from deals
    where qualified_on >= date '{since}' and qualified_on < date '{until}' and not coalesce(deleted, false)),
  holder as (
    select r.deal, arg_min(h.from_person, h.occurred_at) as held_by
    from ripe r join handed h on h.deal = r.deal and h.occurred_at > r.qualified_at group by r.deal)
  select ripe.*, coalesce(held_by, owner) as person from ripe left join holder using (deal);

create temp table touch as  -- what was done about the month's leads, from their first day to now
  select lead.deal, lead.person, lead.created_at, occurred_at, occurred_on, kind <> 'meeting' as sent
  from lead join activities a on a.deal = lead.deal and a.occurred_on >= lead.created_on
  where a.occurred_on >= date '{since}'
    and (kind in ('call', 'email', 'message') and direction = 'out' or kind = 'meeting' and a.outcome = 'held')
    and author not in ('robot', 'integration') and not coalesce(a.deleted, false);

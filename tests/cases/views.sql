-- What the cases share: the general rules of metrics.md, sections 1 and 2, put into SQL by hand.
-- A row that its source deleted is in none of these. Ends of time that nobody said are far away.

create view deal as
  select *, connection || ':' || id as key from deals where deleted is not true;
create view handover as
  select * from owner_changes where deleted is not true and from_person is not null;
create view share as
  select * from credits where deleted is not true;
create view proposal as
  select *, sent_on as day from proposals where deleted is not true;
create view customer as
  select *, connection || ':' || id as key from customers where deleted is not true;
create view place as
  select *, connection || ':' || id as key from units where deleted is not true;
create view product as
  select *, connection || ':' || id as key from products where deleted is not true;
create view cost as
  select *, connection || ':' || id as key from costs where deleted is not true;
create view act as  -- robots and integrations never count
  select *, occurred_on as day from activities
  where deleted is not true and author not in ('robot', 'integration');

-- Whoever was the first to hand a deal over after a moment, held it then.
create macro holder(which, owner, moment) as coalesce(
  (select h.from_person from handover h where h.deal = which and h.occurred_at > moment
   order by h.occurred_at limit 1), owner);
create macro holder_on(which, owner, last) as coalesce(
  (select h.from_person from handover h where h.deal = which and h.occurred_on > last
   order by h.occurred_at limit 1), owner);

-- Whatever an amount was before it first changed after a day, it was then; 0 is no amount.
create view bargain as
  select * from amount_changes where deleted is not true and from_amount_base is not null;
create macro worth_on(which, amount, last) as coalesce(
  (select b.from_amount_base from bargain b where b.deal = which and b.occurred_on > last
   order by b.occurred_at, length(b.connection || b.id), b.id limit 1), amount);

-- Created: the first owner. Won and lost: the owner at closing. A won deal below zero is a refund.
create view created as
  select *, created_on as day, holder(key, owner, '-infinity'::timestamptz) as person
  from deal
  where created_on is not null and not (outcome = 'won' and coalesce(amount_base, 0) < 0);
create view closed as
  select *, closed_on as day, holder(key, owner, closed_at) as person,
    case when outcome = 'won' and coalesce(amount_base, 0) < 0 then 'refund' else outcome end as how
  from deal where outcome <> 'open' and closed_on is not null;
create view credited as  -- shared deals once for everybody who shares
  select c.* exclude (person), coalesce(s.person, c.person) as person, coalesce(s.share, 1) as part
  from closed c left join share s on s.deal = c.key;

-- Where everybody was on each day: one posting at a time, the one begun last.
create table posted as
  select c.day, p.person,
    arg_max({'unit': p.unit, 'role': p.role, 'until': coalesce(p.until, '9999-12-31')},
            coalesce(p.since, '0001-01-01')) as last
  from calendar c join postings p on p.deleted is not true and coalesce(p.since, '0001-01-01') <= c.day
  group by all;
create view whereabouts as
  select day, person, last.unit, last.role, u.department, u.company, u.territory
  from posted left join place u on u.key = last.unit where day < last.until;
create view roster as  -- at work: posted, and not away
  select * from whereabouts w where not exists (
    from absences a where a.deleted is not true and a.person = w.person
      and w.day >= a.since and w.day < coalesce(a.until, '9999-12-31'));

-- Entries into stages. A move from a stage to itself is none.
create view stage as
  select *, connection || ':' || id as key from stages where deleted is not true;
create view entry as
  select m.deal, m.occurred_at, m.occurred_on as day, m.to_stage as stage, s.pipeline, s.position,
    coalesce(s.kind, 'open') as kind, row_number() over (order by m.occurred_at, m.id) as n
  from stage_changes m left join stage s on s.key = m.to_stage
  where m.deleted is not true and m.to_stage is not null and m.from_stage is distinct from m.to_stage
    and m.deal in (select key from deal);

-- Working seconds between two moments, day by day, before the break and after it.
create macro worked(a, b) as coalesce((
  select sum(greatest(0, epoch(least(b, pause_since_at)) - epoch(greatest(a, opens_at)))
           + greatest(0, epoch(least(b, closes_at)) - epoch(greatest(a, pause_until_at))))
  from calendar where opens_at < b and closes_at > a), 0);
create macro hours(a, b) as (epoch(b) - epoch(a)) / 3600;
create macro workdays(a, b) as (
  select count(*) from calendar c where c.working and c.day >= a and c.day < b);

-- A stay in an open stage ends with the next move, or when the deal is closed.
create view spell as
  select e.deal, e.stage, e.pipeline, e.occurred_at, e.day as since_on, d.owner, d.channel,
    least(lead(e.occurred_at) over w, case when d.closed_at >= e.occurred_at then d.closed_at end) as left_at,
    least(lead(e.day) over w, case when d.closed_at >= e.occurred_at then d.closed_on end) as left_on,
    e.kind
  from entry e join deal d on d.key = e.deal window w as (partition by e.deal order by e.n);

-- Letters and messages, by whom they were about; what a robot sends is no answer.
create view said as
  select *, coalesce('d ' || deal, 'c ' || customer) as talk, occurred_on as day,
    case direction when 'in' then 'in' else 'out' end as side, connection || ':' || id as key
  from activities where deleted is not true and kind in ('message', 'email')
    and coalesce(deal, customer) is not null
    and (direction = 'in' or author not in ('robot', 'integration'));
create view answered as  -- a customer's message that waits for an answer, and ours within 30 days
  select m.occurred_at as asked_at, m.day, m.deal, o.occurred_at as replied_at, o.person
  from (
    select *, lag(side) over w = 'in' and lag(day) over w > day - 30 as waiting
    from said window w as (partition by talk order by occurred_at, side, key)) m,
  lateral (
    select occurred_at, person, day from said o
    where o.talk = m.talk and o.side = 'out' and o.occurred_at >= m.occurred_at
    order by occurred_at, key limit 1) o
  where m.side = 'in' and m.waiting is not true and o.day < m.day + 30;

-- Customers' won deals, numbered; and money spent on selling, shared ones among those at work.
create view win as
  select key, customer, closed_on as day, margin_base, row_number() over (
    partition by customer order by closed_on, closed_at, key) as n
  from deal
  where outcome = 'won' and coalesce(amount_base, 0) >= 0 and customer is not null and closed_on is not null;
create table spent as
  with shared as (
    select c.*, (select list(r.person) from roster r where r.day = c.day
      and (c.unit is null or c.unit in (r.unit, r.department, r.company))) as heads
    from cost c where c.person is null),
  parts as (
    select *, amount_base::double as part from cost where person is not null
    union all by name
    select * exclude (person, heads), unnest(heads) as person, amount_base / len(heads) as part
    from shared where len(heads) > 0
    union all by name
    select * exclude (heads), amount_base as part from shared where heads is null)
  select day, person, channel, part as cost, kind = 'marketing' or coalesce(acquisition, false) as wins
  from parts;

-- Conversion by person; `act`, `lead` and `handed` are made in shared.sql.
create temp table held as  -- meetings that a call of the month can have led to
  select deal, customer, occurred_at from activities
  where kind = 'meeting' and outcome = 'held' and author not in ('robot', 'integration')
    and occurred_on >= date '{since}' and occurred_on < date '{until}' + 30
    and not coalesce(deleted, false);
create temp table called as  -- calls, the first of each deal or customer among them, and whether they led to one
  with call as (
    select key, person, deal, customer, occurred_at, coalesce(deal, customer) is not null and row_number() over (
      partition by deal, case when deal is null then customer end order by occurred_at, key) = 1 as first
    from act where kind = 'call' and not missed)
  select person, first, exists (
      select 1 from held h where h.deal = c.deal and h.occurred_at > c.occurred_at
        and h.occurred_at <= c.occurred_at + interval 30 day) as led
  from call c where deal is not null
  union all
  select person, first, exists (
      select 1 from held h where h.customer = c.customer and h.occurred_at > c.occurred_at
        and h.occurred_at <= c.occurred_at + interval 30 day)
  from call c where deal is null;
create temp table calling as
  select person, count(*) filter (led) as calls_led, count(*) filter (first) as contacts_called,
    count(*) filter (first and led) as contacts_met
  from called group by person;

create temp table meeting as
  select person, count(*) as meetings_won
  from act m
  where kind = 'meeting' and outcome = 'held' and exists (
    select 1 from deals d
    where d.connection || ':' || d.id = m.deal and d.outcome = 'won' and coalesce(d.amount_base, 0) >= 0
      and d.closed_at >= m.occurred_at and not coalesce(d.deleted, false))
  group by person;

create temp table offering as
  select person, count(*) as leads_offered from lead
  where deal in (select deal from proposals where not coalesce(deleted, false)) group by person;

create temp table moved as
  select distinct deal from stage_changes
  where occurred_on >= date '{since}' and occurred_on < date '{until}' and not coalesce(deleted, false);
create temp table move as
  select deal, occurred_at, occurred_on, connection || ':' || id as key, to_stage
  from stage_changes
  where deal in (select deal from moved) and to_stage is not null and from_stage is distinct from to_stage
    and not coalesce(deleted, false);
create temp table reaching as  -- first entries into stages, with whoever held the deal then
  with entry as (
    select m.*, length(key) as digits, to_stage as stage, s.pipeline, s.position, coalesce(s.kind, 'open') as kind
    from move m left join stages s
      on s.connection || ':' || s.id = m.to_stage and not coalesce(s.deleted, false)),
  way as (
    select *, max(case when kind <> 'lost' then position end) over (
        partition by deal, pipeline order by occurred_at, digits, key
        rows between 1 following and unbounded following) as furthest,
      row_number() over (partition by deal, stage order by occurred_at, digits, key) as n
    from entry),
  first as (
    select w.*, d.owner, d.outcome
    from way w join deals d on d.connection || ':' || d.id = w.deal
    where n = 1 and w.kind = 'open' and occurred_on >= date '{since}' and occurred_on < date '{until}'
      and not coalesce(d.deleted, false)),
  holder as (
    select f.key, arg_min(h.from_person, h.occurred_at) as held_by
    from first f join handed h on h.deal = f.deal and h.occurred_at > f.occurred_at group by f.key)
  select coalesce(held_by, owner) as person, count(*) as stage_reached,
    count(*) filter (outcome = 'won' or furthest > position) as stage_passed
  from first left join holder using (key) group by 1;

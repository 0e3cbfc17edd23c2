-- Speed by person: means, medians and nine in ten of each duration, then times until an end.
-- `ripe`, `touch`, `lead`, `ended`, `handed` and the calendar `shift` are made in shared.sql.
-- {today}: open leads are as old as they are then.
create temp table processing as
  with f as (
    select person, hours(created_at, qualified_at) as h, (worked(qualified_at, b) - worked(created_at, a)) / 3600 as w
    from ripe left join shift a on a.day = created_on left join shift b on b.day = qualified_on
    where created_at is not null)
  select person, avg(h) as lead_processing, quantile_cont(h, 0.5) as lead_processing_median,
    quantile_cont(h, 0.9) as lead_processing_p90, avg(w) as lead_processing_working,
    quantile_cont(w, 0.5) as lead_processing_working_median, quantile_cont(w, 0.9) as lead_processing_working_p90
  from f group by person;

create temp table responding as
  with answer as (
    select deal, person, created_at, min(occurred_at) as answered_at, min(occurred_on) as answered_on
    from touch where sent and occurred_at >= created_at group by deal, person, created_at),
  f as (
    select t.person, hours(t.created_at, answered_at) as h,
      (worked(answered_at, b) - worked(t.created_at, a)) / 3600 as w
    from answer t join lead using (deal) left join shift a on a.day = lead.created_on
    left join shift b on b.day = answered_on)
  select person, avg(h) as first_response, quantile_cont(h, 0.5) as first_response_median,
    quantile_cont(h, 0.9) as first_response_p90, avg(w) as first_response_working,
    quantile_cont(w, 0.5) as first_response_working_median, quantile_cont(w, 0.9) as first_response_working_p90
  from f group by person;

create temp table replying as  -- customers' unanswered messages of the month, by whoever answered
  with said as (
    select connection || ':' || id as key, person, occurred_at, occurred_on,
      coalesce('d ' || deal, 'c ' || customer) as talk, coalesce(direction = 'in', false) as asks
    from activities
    where kind in ('message', 'email') and coalesce(deal, customer) is not null
      and occurred_on >= date '{since}' - 30 and occurred_on < date '{until}' + 30
      and (direction = 'in' or author not in ('robot', 'integration')) and not coalesce(deleted, false)),
  turn as (  -- where the word passes to the other side, or comes after a month of silence
    from (select *, lag(asks) over w as before, lag(occurred_on) over w as before_on from said
      window w as (partition by talk order by occurred_at, not asks, key))
    where before is distinct from asks or before_on <= occurred_on - 30),
  pair as (
    select *, lead(asks) over w as next, lead(person) over w as replier, lead(occurred_at) over w as replied_at,
      lead(occurred_on) over w as replied_on
    from turn window w as (partition by talk order by occurred_at, not asks, key)),
  f as (
    select replier as person, hours(occurred_at, replied_at) as h,
      (worked(replied_at, b) - worked(occurred_at, a)) / 3600 as w
    from pair left join shift a on a.day = occurred_on left join shift b on b.day = replied_on
    where asks and not next and replied_on < occurred_on + 30
      and occurred_on >= date '{since}' and occurred_on < date '{until}')
  select person, avg(w) as reply_time, quantile_cont(w, 0.5) as reply_time_median,
    quantile_cont(w, 0.9) as reply_time_p90, avg(h) as reply_time_calendar,
    quantile_cont(h, 0.5) as reply_time_calendar_median, quantile_cont(h, 0.9) as reply_time_calendar_p90
  from f group by person;

create temp table closing as
  with f as (
    select person, (closed_on - qualified_on)::double as q, (b.days - q.days)::double as qw,
      (closed_on - created_on)::double as c, (b.days - c.days)::double as cw
    from ended left join shift q on q.day = qualified_on left join shift c on c.day = created_on
    left join shift b on b.day = closed_on
    where won and closed_on >= date '{since}')
  select person, avg(q) as deal_closing, quantile_cont(q, 0.5) as deal_closing_median,
    quantile_cont(q, 0.9) as deal_closing_p90, avg(qw) as deal_closing_working,
    quantile_cont(qw, 0.5) as deal_closing_working_median, quantile_cont(qw, 0.9) as deal_closing_working_p90,
    avg(c) as sales_cycle, quantile_cont(c, 0.5) as sales_cycle_median,
    quantile_cont(c, 0.9) as sales_cycle_p90, avg(cw) as sales_cycle_working,
    quantile_cont(cw, 0.5) as sales_cycle_working_median, quantile_cont(cw, 0.9) as sales_cycle_working_p90
  from f group by person;

create temp table cycling as  -- open leads as open, lost ones as lost
  with aged as (
    select person, outcome <> 'open' and closed_on <= date '{today}' as over, outcome,
      case when over then closed_on else date '{today}' end - created_on as age
    from lead),
  step as (
    select person, age, count(*) filter (over and outcome = 'won') as won,
      count(*) filter (over and outcome = 'lost') as lost, count(*) as n
    from aged where age >= 0 group by person, age),
  curve as (
    select *, sum(n) over (partition by person order by age desc) as still from step),
  part as (
    select *, coalesce(product(1 - (won + lost) / still) over (
      partition by person order by age rows between unbounded preceding and 1 preceding), 1) as before
    from curve),
  sums as (
    select *, sum(before * won / still) over w as f, sum(before * lost / still) over w as r
    from part window w as (partition by person order by age)),
  share as (
    select *, max(f) over w / nullif(max(f) over w + max(r) over w, 0) as all_won
    from sums window w as (partition by person))
  select person, min(age) filter (f > 0 and f >= 0.5 * all_won - 1e-12) as sales_cycle_all,
    min(age) filter (f > 0 and f >= 0.9 * all_won - 1e-12) as sales_cycle_all_p90
  from share group by person;

create temp table stay as  -- stays in open stages that had not ended before the month
  with entry as (
    select m.deal, m.occurred_at, m.occurred_on, m.connection || ':' || m.id as key, m.to_stage, d.owner,
      case when d.outcome <> 'open' and d.closed_at >= m.occurred_at then d.closed_at end as closed_at,
      case when d.outcome <> 'open' and d.closed_at >= m.occurred_at then d.closed_on end as closed_on
    from stage_changes m join deals d on d.connection || ':' || d.id = m.deal
    where m.to_stage is not null and m.from_stage is distinct from m.to_stage
      and m.occurred_on < date '{until}' and not coalesce(m.deleted, false) and not coalesce(d.deleted, false)
      and not coalesce(d.outcome <> 'open' and d.closed_at >= m.occurred_at and d.closed_on < date '{since}', false)),
  spell as (
    select deal, owner, key, to_stage, occurred_at, occurred_on,
      least(lead(occurred_at) over w, closed_at) as left_at, least(lead(occurred_on) over w, closed_on) as left_on
    from entry window w as (partition by deal order by occurred_at, length(key), key))
  select s.* from spell s left join stages t
    on t.connection || ':' || t.id = s.to_stage and not coalesce(t.deleted, false)
  where coalesce(t.kind, 'open') = 'open' and (s.left_on is null or s.left_on >= date '{since}');
create temp table staying as  -- each to its end, or to that of the month
  with span as (
    select *, coalesce(left_on < date '{until}', false) as over from stay),
  holder as (
    select s.key, arg_min(h.from_person, h.occurred_at) as held_by from span s join handed h
      on h.deal = s.deal and case when over then h.occurred_at > s.left_at else h.occurred_on >= date '{until}' end
    group by s.key)
  select coalesce(held_by, owner) as person, over,
    (case when over then left_on else date '{until}' - 1 end - occurred_on)::double as age,
    (case when over then worked(left_at, b) else b.seconds end - worked(occurred_at, a)) / 3600 as worked
  from span left join holder using (key) left join shift a on a.day = occurred_on
  left join shift b on b.day = case when over then left_on else date '{until}' end;

create temp view staying_at_work as select person, over, worked as age from staying;
create temp macro kept(ages) as table  -- Kaplan and Meier's curve
  with step as (select person, age, count(*) filter (over) as gone, count(*) as n from query_table(ages) group by all),
  curve as (select *, sum(n) over (partition by person order by age desc) as still from step),
  part as (
    select *, product(1 - gone / still) over (
        partition by person order by age rows between unbounded preceding and 1 preceding) as before,
      lag(age) over (partition by person order by age) as since
    from curve),
  stage as (
    select person, age, gone, coalesce(before, 1) as before, coalesce(since, 0) as since,
      coalesce(before, 1) * (1 - gone / still) as after
    from part)
  select person, case when max(gone) > 0 then sum(before * (age - since)) end as mean,
    min(age) filter (gone > 0 and 1 - after >= 0.5 - 1e-12) as median,
    min(age) filter (gone > 0 and 1 - after >= 0.9 - 1e-12) as p90
  from stage group by person;
create temp table stays as
  select a.person, a.mean as time_in_stage, a.median as time_in_stage_median, a.p90 as time_in_stage_p90,
    b.mean as time_in_stage_working, b.median as time_in_stage_working_median, b.p90 as time_in_stage_working_p90
  from kept('staying') a join kept('staying_at_work') b on a.person is not distinct from b.person;

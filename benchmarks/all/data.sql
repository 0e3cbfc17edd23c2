-- Gaps in the data by person; `ended`, `waiting`, `task` and `act` are made in shared.sql.
create temp table unexplained as
  select person, count(*) filter (outcome = 'lost' and loss_reason is null) as lost_without_reason,
    count(*) filter (not refund and deal not in (
      select deal from stage_changes where deal is not null and not coalesce(deleted, false))) as deals_without_history
  from ended where closed_on >= date '{since}' group by person;

create temp table idle as
  select person, count(*) as deals_without_task from waiting
  where deal not in (
    select deal from task where deal is not null and late and occurred_on < date '{until}')
  group by person;

create temp table doubling as
  select person, sum(n - 1) as calls_doubled from (
    select person, count(*) as n from act where kind = 'call'
    group by person, occurred_at, duration_s, direction, deal, customer)
  where n > 1 group by person;

create temp table robots as
  select person, count(*) as acts_of_robots from activities
  where author in ('robot', 'integration') and occurred_on >= date '{since}' and occurred_on < date '{until}'
    and not coalesce(deleted, false)
  group by person;

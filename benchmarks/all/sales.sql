-- Sales by person: a table of sums for each span of time they are taken over. `sale`, `lead` and
-- `waiting` are made in shared.sql.
create temp table sales as
  select person,
    sum(amount_base * share) filter (won or refund) as revenue,
    sum(share) filter (won) as deals_won,
    sum(share) filter (outcome = 'lost') as deals_lost,
    sum(share) filter (not refund) as deals_closed,
    sum(share) filter (won and amount_base is not null) as won_with_amount,
    sum(share) filter (won and amount_base is null) as won_without_amount,
    sum(margin_base * share) filter (won or refund) as margin
  from sale where closed_on >= date '{since}' group by person;

create temp table sales_before as  -- the month before, and who was at work then
  with there as (
    select distinct p.person from calendar d
    join posting p on p.since <= d.day and (p.until is null or d.day < p.until)
    where d.day >= date '{since}' - interval 1 month and d.day < date '{since}' and not exists (
      select 1 from away a where a.person = p.person and a.since <= d.day and d.day < a.until))
  select person, sum(revenue) as revenue, sum(won) as won, sum(checks) as checks
  from (
    select person, case when won or refund then amount_base * share end as revenue,
      case when won then share end as won, case when won and amount_base is not null then share end as checks
    from sale where closed_on >= date '{since}' - interval 1 month and closed_on < date '{since}'
    union all by name select person from there)
  group by person;

create temp table sales_in_year as
  select person,
    sum(share) filter (won) as won_in_year,
    sum(share) filter (not refund) as closed_in_year,
    sum(amount_base * share) filter (won or refund) as revenue_in_year,
    sum(share) filter (won and amount_base is not null) as checks_in_year,
    sum((closed_on - created_on) * share) filter (won) as days_to_win_in_year,
    sum(share) filter (won and created_on is not null) as won_dated_in_year
  from sale where closed_on >= date '{until}' - 365 group by person;

create temp table leads as
  select person, count(*) as deals_created, count(*) filter (outcome = 'won') as leads_won,
    count(*) filter (outcome = 'open') as leads_open
  from lead group by person;

create temp table open_deals as
  select person, count(*) as deals_open, sum(amount_base) as open_amount from waiting group by person;

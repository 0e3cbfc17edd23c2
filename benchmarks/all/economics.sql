-- Economics by person: costs, what new customers brought since, and the markets sold in. `there`,
-- `posted`, `place`, `sale` and `bought` are made in shared.sql.
create temp table spent as  -- shared costs in equal parts with those at work there that day
  with cost as (
    select connection || ':' || id as key, day, person, unit, amount_base::double as cost,
      kind = 'marketing' or coalesce(acquisition, false) as wins
    from costs where day >= date '{since}' and day < date '{until}' and not coalesce(deleted, false))
  select person, cost, wins from cost where person is not null
  union all
  select t.person, cost / count(*) over (partition by c.key), wins
  from cost c left join there t
    on t.day = c.day and (c.unit is null or c.unit in (t.unit, t.department, t.company))
  where c.person is null;
create temp table spending as
  select person, sum(cost) as selling_cost, sum(cost) filter (wins) as acquisition_cost from spent group by person;

create temp table covering as  -- the month by which new customers have brought what they cost
  with new as (
    select s.customer, s.person, s.closed_on, s.share
    from sale s join bought b on b.deal = s.deal where n = 1 and s.closed_on >= date '{since}'),
  money as (
    select n.person, (year(d.closed_on) - year(n.closed_on)) * 12 + month(d.closed_on) - month(n.closed_on)
        - (day(d.closed_on) < day(n.closed_on))::int + 1 as age, coalesce(d.margin_base, 0) * n.share as money
    from new n join deals d on d.customer = n.customer and d.outcome = 'won' and d.closed_on >= n.closed_on
    where not coalesce(d.deleted, false)
    union all select person, 0, -cost from spent where wins),
  sums as (
    select person, age, sum(sum(money)) over w as total, first(age) over w = 0 and first(sum(money)) over w < 0 as paid
    from money group by person, age window w as (partition by person order by age))
  select person, min(age) as payback_cohort from sums where age > 0 and paid and total >= -1e-9 group by person;

create temp table marketing as  -- a market of a day once for a person; where nobody sells: nobody's
  with piece as (
    select d.day, m.connection || ':' || m.id as market, m.territory, m.size::double / day(last_day(d.day)) as size
    from calendar d join market m on m.month_on = date_trunc('month', d.day)
    where d.day >= date '{since}' and d.day < date '{until}' and not coalesce(m.deleted, false)),
  seller as (
    select p.day, p.person, coalesce(p.territory, d.territory, c.territory) as territory
    from posted p left join place d on d.unit = p.department left join place c on c.unit = p.company),
  sold as (
    select s.person, p.day, market, size from piece p
    left join seller s on s.day = p.day and s.territory = p.territory where p.territory is not null
    union
    select s.person, p.day, market, size from piece p join seller s on s.day = p.day where p.territory is null)
  select person, sum(size) as market_size from sold group by person;

-- What selling costs, and how large the markets are.

create or replace temp table months as
select distinct date_trunc('month', day)::date as month from workdays;

insert into demo_costs by name
with salaries as (
    select
        'salary-' || q || '-' || month as id, month + 24 as day, 'salary' as kind, s.salary as roubles,
        q as person, null as unit, null as channel, s.role <> 'account_manager' as acquisition, office
    from staff s cross join months
    where s.salary > 0 and hired <= month + 24 and (until is null or until > month + 24)
), commissions as (
    select
        'commission-' || owner || '-' || month, (month + interval 1 month + interval 9 day)::date,
        'commission', (sum(amount * rate) * 0.04)::bigint, owner, null, null, null, office
    from (
        select owner, date_trunc('month', moved_on)::date as month, amount, office,
            case currency when 'EUR' then p.rate else 1 end as rate
        from sold join prices p on p.day = moved_on where amount is not null
    ) group by owner, month, office
), marketing as (
    select
        'marketing-' || place || '-' || o.office || '-' || month, month + 4, 'marketing',
        (spending * o.part * season(month) * case when pushed and pushed(month) then 3.5 else 1 end
            * branches())::bigint,
        null, o.office, channel, true, o.office
    from channels cross join months cross join (values ('ru', 0.78), ('hu', 0.22)) as o (office, part)
    where spending > 0
), tools as (
    select 'tools-' || month, month, 'tools', 42000 * branches(), null, null, null, false, 'ru'
    from months
), travel as (
    select 'travel-' || unit || '-' || month, month + 19, 'travel',
        9000 + floor(die(roll('travel', unit || month), 0) * 30000)::bigint, null, unit, null,
        role = 'seller', office
    from (select unit, office, min(role) as role from staff where role in ('seller', 'account_manager')
        group by unit, office) cross join months
), spent as (
    select * from salaries union all select * from commissions union all select * from marketing
    union all select * from tools union all select * from travel
)
select
    'demo' as connection, id, s.day, kind,
    case office when 'hu' then roubles // 95 else roubles end as amount,
    case office when 'hu' then (roubles // 95) * p.rate else roubles end as amount_base,
    case office when 'hu' then 'EUR' else 'RUB' end as currency,
    'demo:' || person as person, 'demo:' || unit as unit, channel, acquisition,
    timezone(zone_of_company(), s.day + time '18:00') as updated_at, false as deleted
from spent s join prices p using (day);

insert into demo_market by name
select
    'demo' as connection, territory || '-' || segment || '-' || month as id, month as month_on,
    territory, segment,
    round(size * branches() * part * season(month)
        * (0.95 + 0.1 * die(roll('market', territory || month), 0)), -3) as size,
    timezone(zone_of_company(), month::timestamp) as updated_at, false as deleted
from months cross join territories cross join segments
where month >= since();

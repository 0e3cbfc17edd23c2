-- Everybody a deal or a cold call is about, and the customers there were before the facts begin.

insert into demo_customers by name
with from_deals as (
    select
        customer, arg_min(office, n) as office, arg_min(territory, n) as territory,
        arg_min(channel, n) as channel, min(created) as created, max(n)::varchar as last_deal
    from leads group by customer
), listed as (
    select 'p' || q || '-' || i as customer, office, q
    from staff, range(prospects()) as r (i) where role = 'cold_caller'
    union all
    select customer, office, q from pool where customer like 'b%'
), everybody as (
    select
        coalesce(f.customer, l.customer) as customer, coalesce(f.office, l.office) as office,
        territory, f.channel, l.q, f.created, f.last_deal
    from from_deals f full join listed l using (customer)
), thrown as (
    select *, roll('customer', customer) as r from everybody
), dated as (
    select *, case
        when customer like 'c%' then created
        -- Known from before: a month to three years.
        else epoch_us(date_trunc('month', since())::timestamp) - (30 + floor(die(r, 0) * 1000)::bigint) * 86400000000
            + 34200000000 end as became
    from thrown
)
select
    'demo' as connection, customer as id, name_of(customer, office) as name,
    (select segment from segments g
        where segment_of(customer) >= g.low and segment_of(customer) < g.high) as segment,
    case when territory is not null and die(r, 1) < 0.8 then territory
        else territory_of(office, die(r, 2)) end as territory,
    industry_of(die(r, 3)) as industry,
    coalesce(case when customer like 'p%' then (select channel from channels where cold) end,
        case when customer like 'b%' then 'Рекомендация' end, dated.channel) as channel,
    coalesce(holder, 'demo:' || q) as owner,
    make_timestamptz(became) as created_at, business(became) as created_on,
    make_timestamptz(became) as updated_at, false as deleted
from dated left join (select id as last_deal, owner as holder from demo_deals)
    using (last_deal);

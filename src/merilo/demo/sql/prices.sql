-- What a euro costs in roubles, day by day: slow waves and a little noise.
create or replace temp macro wave(day, days) as
    abs(datediff('day', date '2000-01-01', day) % (2 * days) - days) / days;

create or replace temp table prices as
select day, (92 + 7 * wave(day, 211) + 2 * wave(day, 37) + die(roll('euro', day), 0))::decimal(18, 4)
    as rate
from workdays;

insert into demo_rates by name
select 'demo' as connection, 'EUR-' || day as id, day, 'EUR' as currency, rate,
    timezone(zone_of_company(), day::timestamp) as updated_at, false as deleted
from prices;

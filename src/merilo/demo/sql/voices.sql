-- What customers said, did and complained about.

create or replace temp table asked as
select s.*, h.mood, roll('answer', s.n) as r
from sold s join habits h on h.q = s.owner and h.month = date_trunc('month', s.moved_on);

insert into demo_answers by name
with questions as (
    select unnest(['satisfaction', 'nps', 'politeness', 'service_quality', 'reaction_speed',
        'professionalism']) as question
), said as (
    select
        a.*, question, case question when 'nps' then 10 else 5 end as scale,
        roll('score', n || question) as s,
        closed + (1 + floor(die(r, 1) * 6)::bigint) * 86400000000 as micros
    from asked a, questions
    where die(r, 0) < 0.3 * sampled()
)
select
    'demo' as connection, n || '-' || question as id, 'После покупки' as survey, question,
    'demo:' || owner as person, case when die(r, 2) < 0.7 then 'demo:' || customer end as customer,
    least(scale, greatest(1, round(scale * mood * (0.68 + 0.4 * die(s, 0))))) as score, scale,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    make_timestamptz(micros) as updated_at, false as deleted
from said where micros < until_micros();

insert into demo_complaints by name
with complained as (
    select *, roll('complaint', n) as c,
        closed + (2 + floor(die(r, 3) * 20)::bigint) * 86400000000 as micros
    from asked
), settled as (
    select *, micros + (1 + floor(die(c, 1) * 12)::bigint) * 86400000000 as ended
    from complained where die(c, 0) < 0.025 / (mood * mood * mood)
)
select
    'demo' as connection, n::varchar as id, 'demo:' || customer as customer,
    'demo:' || owner as person, make_timestamptz(micros) as received_at,
    business(micros) as received_on,
    case when ended >= until_micros() then 'open' when die(c, 2) < 0.55 then 'upheld'
        else 'rejected' end as verdict,
    ['Сроки поставки', 'Не то, что обещали', 'Долго не отвечали', 'Ошибка в документах', 'Брак'][
        1 + floor(die(c, 3) * 5)::bigint] as cause,
    case when ended < until_micros() then make_timestamptz(ended) end as closed_at,
    case when ended < until_micros() then business(ended) end as closed_on,
    make_timestamptz(least(ended, until_micros() - 1)) as updated_at, false as deleted
from settled where micros < until_micros();

insert into demo_behaviours by name
with seen as (
    select *, roll('seen', n) as r from leads
), did as (
    select *, unnest(range(1 + floor(die(r, 1) * 4)::bigint)) as i from seen
    where die(r, 0) < 0.35 * sampled()
), timed as (
    select *, roll('did', n || ':' || i) as s,
        created + (600 + floor(die(r, 2) * 1728000)::bigint * (i + 1)) * 1000000 as micros
    from did
)
select
    'demo' as connection, n || '-' || i as id, 'demo:' || customer as customer,
    case when die(s, 0) < 0.6 then 'viewed' when die(s, 0) < 0.75 then 'basket' else 'visited' end
        as kind,
    case when die(s, 0) < 0.75 then 'demo:' || p.id end as product,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    make_timestamptz(micros) as updated_at, false as deleted
from timed
join goods p on p.place = floor(die(s, 1) * (select count(*) from goods))::bigint
where micros < until_micros();

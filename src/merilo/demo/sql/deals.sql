-- The deals of the block as they stand today, and the rows that belong to them.

create or replace temp table standing as
with last as (
    select
        n, arg_max(act, seq) as act, max(seq) as moves, arg_max(micros, seq) as micros,
        arg_max(day, seq) as moved_on, arg_max(worker, seq) as worker,
        arg_max(queue, seq) as queue, min(micros) filter (act between 2 and 8) as qualified,
        arg_max(act, seq) filter (act < 8) as open_act
    from entered group by n
), held as (
    select
        l.* exclude (clock), last.* exclude (n), h.micros as handed,
        coalesce(h.queue, l.q) as holder,
        case when act >= 8 then last.micros end as closed,
        roll('deal', n) as r
    from last join leads l using (n) left join handovers h using (n)
)
select
    held.*,
    s.successor, epoch_us(timezone(s.zone, s.until + interval 8 hours)) as left_at,
    case when held.office = 'hu' then 'EUR' else 'RUB' end as currency,
    case when closed is null then day else moved_on end as priced_on,
    date_trunc('month', case when closed is null then day else moved_on end)::date as priced_in,
    case when act = 9 then 'lost' when act = 8 then 'won' else 'open' end as outcome
from held join staff s on s.q = held.holder;

-- Who held it when it was closed, or holds it now; whole money, so that its parts add up.
create or replace temp table priced as
with owned as (
    select
        s.*, case
            when closed is null and left_at is not null then successor
            when closed is not null then worker else holder end as owner,
        round(g.usual * (0.5 + 0.8 * die(r, 0) + die(r, 1) * die(r, 1) * die(r, 1)) * h.bill
            * (1 + 0.004 * datediff('month', since(), priced_on))
            * case pipeline when 'repeat' then 0.85 else 1 end)::bigint as roubles,
        case
            when outcome = 'won' then die(r, 2) < 0.012 * h.unpriced
            else open_act < 2 and die(r, 2) < 0.3 end as unpriced,
        g.segment
    from standing s
    join habits h on h.q = holder and h.month = priced_in
    join segments g on segment_of(customer) >= g.low and segment_of(customer) < g.high
)
select
    owned.* exclude (roubles, unpriced),
    case when unpriced then null when currency = 'EUR' then roubles // 950 * 10
        else roubles // 100 * 100 end as amount,
    case currency when 'EUR' then rate.rate else 1 end as rate
from owned left join prices rate on rate.day = priced_on;

create or replace temp table lines as
with parts as (
    select n, amount, currency, rate, unnest(range(1 + floor(4 * die(r, 3) * die(r, 3))::bigint)) as i
    from priced where outcome = 'won' and amount is not null
), thrown as (
    select *, roll('line', n || ':' || i) as r from parts
), shares as (
    select *, 1 + floor(die(r, 0) * 9)::bigint as weight, max(i) over (partition by n) as last
    from thrown
), cut as (
    select *, (amount * weight // sum(weight) over (partition by n))::bigint as part from shares
), whole as (
    select *, case when i < last then part
        else amount - sum(case when i < last then part else 0 end) over (partition by n) end::bigint
        as money
    from cut
)
select
    n, i, money, currency, rate, p.id as product,
    greatest(1, round(money * case currency when 'EUR' then 95 else 1 end / p.price)) as quantity,
    floor(money * p.cost * (0.94 + 0.12 * die(r, 2)))::bigint as cost
from whole join goods p on p.place = floor(die(r, 1) * (select count(*) from goods))::bigint;

insert into demo_order_lines by name
select
    'demo' as connection, n || '-' || i as id, 'demo:' || n as deal, 'demo:' || product as product,
    quantity, money as amount, money * rate as amount_base, cost, cost * rate as cost_base,
    currency, make_timestamptz(closed) as updated_at, false as deleted
from lines join priced using (n, currency, rate);

-- Some of the customers won are looked after by an account manager, and the deal goes along.
create or replace temp table kept as
with chosen as (
    select p.n, p.owner as seller, k.keeper,
        p.closed + (1 + floor(die(roll('keep', p.n), 1) * 5)::bigint) * 86400000000 as micros
    from priced p
    join keepers k on k.office = p.office
        and k.place = floor(die(roll('keeper', p.customer), 0) * k.of)::bigint
    where p.outcome = 'won' and p.pipeline <> 'repeat' and p.owner <> k.keeper
        and die(roll('keep', p.n), 0) < 0.3
)
select * from chosen where micros < until_micros();

insert into demo_deals by name
select
    'demo' as connection, n::varchar as id,
    g.what || ': ' || name_of(customer, office) as name,
    'demo:' || customer as customer, 'demo:' || coalesce(k.keeper, p.owner) as owner,
    'demo:' || pipeline as pipeline, 'demo:' || s.id as stage, outcome,
    amount, amount * rate as amount_base,
    amount - m.cost as margin, (amount - m.cost) * rate as margin_base, currency, channel,
    case when die(r, 0) < 0.04 then 'Услуги' end as segment,
    make_timestamptz(created) as created_at, business(created) as created_on,
    make_timestamptz(qualified) as qualified_at, business(qualified) as qualified_on,
    make_timestamptz(closed) as closed_at, business(closed) as closed_on,
    coalesce(moved_on, day) + (case when closed is null then 5 + floor(die(r, 3) * 55)::integer
        else floor(die(r, 3) * 21)::integer - 10 end) as expected_close_on,
    case when act = 9 and die(r, 2) > 0.05 then (
        select reason from reasons x
        where x.office = p.office and x.act = open_act and die(roll('why', p.n), 0) >= x.low
            and die(roll('why', p.n), 0) < x.high) end as loss_reason,
    case when channel = pushed_channel() then '{"utm_source": "yandex", "utm_medium": "cpc"}' end
        as extra,
    make_timestamptz(greatest(p.micros, coalesce(k.micros, 0), coalesce(handed, 0))) as updated_at,
    false as deleted
from priced p
join steps s using (pipeline, act)
join groups g on g.place = floor(die(r, 1) * (select count(*) from groups))::bigint
left join kept k using (n)
left join (select n, sum(cost) as cost from lines group by n) m using (n);

insert into demo_stage_changes by name
with moved as (
    select
        e.*, p.pipeline, lag(e.act) over (partition by n order by e.seq) as came_from,
        die(roll('hand', n || ':' || e.seq), 0) as hand, p.channel
    from entered e join priced p using (n)
), signed as (
    select *, case
        when seq = 1 then case when channel in (select channel from channels where not cold)
            then 'integration' else 'person' end
        when hand < 0.06 then 'robot' when hand < 0.10 then 'assumed'
        when hand < 0.12 then 'unknown' else 'person' end as author
    from moved
)
select
    'demo' as connection, n || '-' || seq as id, 'demo:' || n as deal,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    'demo:' || b.id as from_stage, 'demo:' || s.id as to_stage,
    case when author in ('person', 'assumed') then 'demo:' || worker end as person, author,
    make_timestamptz(micros) as updated_at, false as deleted
from signed
join steps s using (pipeline, act)
left join steps b on b.pipeline = signed.pipeline and b.act = came_from;

insert into demo_owner_changes by name
with changes as (
    select n, 1 as step, handed + 60000000 as micros, q as was, holder as now
    from priced where handed is not null
    union all
    select n, 2, left_at, holder, successor
    from priced where left_at > created and (closed is null or closed >= left_at)
    union all
    select n, 3, micros, seller, keeper from kept
)
select
    'demo' as connection, n || '-' || step as id, 'demo:' || n as deal,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    'demo:' || was as from_person, 'demo:' || now as to_person,
    make_timestamptz(micros) as updated_at, false as deleted
from changes;

-- What a deal is worth is often typed some minutes after it was made.
insert into demo_amount_changes by name
with typed as (
    select *, roll('typed', n) as dice,
        created + (60 + floor(die(roll('typed', n), 1) * 1800))::bigint * 1000000 as micros
    from priced where amount is not null
)
select
    'demo' as connection, n || '-1' as id, 'demo:' || n as deal,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    0 as from_amount, 0 as from_amount_base, amount as to_amount, amount * rate as to_amount_base,
    currency, case when die(dice, 2) >= 0.2 then 'demo:' || q end as person,
    case when die(dice, 2) < 0.2 then 'integration' else 'person' end as author,
    make_timestamptz(micros) as updated_at, false as deleted
from typed
where die(dice, 0) < 0.2 and business(micros) = business(created)
    and (closed is null or micros < closed);

insert into demo_credits by name
with shared as (
    select n, p.owner, p.q, s.head, p.closed, handed is not null and p.owner <> p.q as led,
        die(roll('share', n), 0) as luck
    from priced p join staff s on s.q = p.owner
    where outcome = 'won'
), said as (
    select n, closed, unnest(case
        when led and luck < 0.15 then [{'who': owner, 'share': 80}, {'who': q, 'share': 20}]
        when not led and owner <> head and luck < 0.04
            then [{'who': owner, 'share': 70}, {'who': head, 'share': 30}]
        else [] end) as part
    from shared
)
select
    'demo' as connection, n || '-' || part.who as id, 'demo:' || n as deal,
    'demo:' || part.who as person, part.share / 100 as share,
    make_timestamptz(closed) as updated_at, false as deleted
from said;

insert into demo_proposals by name
with offers as (
    select s.n, s.seq, s.queue, s.clock + least(s.stay // 10, 7200) as second
    from spells s where act = 4
), sent as (
    select o.n, o.seq, t.worker, t.day, at_clock(t.midnight, o.second) as micros
    from offers o join shifts t on t.q = o.queue and t.shift = o.second // 28800
), stood as (
    select s.*, lead(s.micros) over (partition by n order by seq) as next,
        100 + floor(die(roll('offer', n || ':' || seq), 0) * 15)::bigint as more
    from sent s
)
select
    'demo' as connection, n || '-' || s.seq as id, 'demo:' || n as deal,
    'demo:' || customer as customer, 'demo:' || s.worker as person,
    make_timestamptz(s.micros) as sent_at, business(s.micros) as sent_on,
    case when next is null then amount else amount * more // 100 end as amount,
    (case when next is null then amount else amount * more // 100 end)
        * case currency when 'EUR' then x.rate else 1 end as amount_base,
    currency, case when next is null then outcome else 'lost' end as outcome,
    make_timestamptz(coalesce(next, closed)) as decided_at,
    business(coalesce(next, closed)) as decided_on,
    make_timestamptz(coalesce(next, closed, s.micros)) as updated_at, false as deleted
from stood s join priced p using (n) left join prices x on x.day = s.day;

insert into sold
select n, customer, office, pipeline, channel, owner, queue, closed, moved_on, amount, currency
from priced where outcome = 'won';

insert into sold_lines select n, i, product, cost from lines;

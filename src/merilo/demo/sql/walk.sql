-- How the deals of a block of days go through their stages: a visit per stay in a stage.
-- The dice say at each gate whether the deal gets on, skips the stage, or goes back and returns.

create or replace temp table visits as
with block as (
    select * from leads where in_block(day) and (channel = again()) = block_again()
), offered as (
    select
        b.n, g.act, g.before, b.p2 is not null and g.act >= 2 as handed, b.month,
        case when b.p2 is not null and g.act >= 2 then b.p2 else b.q end as q,
        roll('gate', b.n || ':' || g.act) as r,
        g.convert * case when g.act = 1 then b.quality else 1 end as usual,
        g.seconds, g.skip, g.back
    from block b join gates g using (pipeline)
), gated as (
    select o.* exclude (seconds), usual * t.convert as chance, seconds * t.slow as seconds
    from offered o join talents t using (q, month, act)
), decided as (
    select
        *,
        die(r, 1) < skip as skipped,
        min(case when die(r, 1) >= skip and die(r, 0) >= least(chance, 0.97) then act end)
            over (partition by n) as stop
    from gated
), stepped as (
    select *, unnest(case when die(r, 1) > 1 - back then [0, 1, 2] else [0] end) as step
    from decided where act <= coalesce(stop, 9) and not skipped
), stays as (
    select
        n, handed, act * 10 + step as place, case step when 1 then before else act end as act,
        120 + floor(3 * seconds * die(r, 2 + step % 2) * die(r, 2 + step % 2)
            / case when step > 0 then 2 else 1 end)::bigint as stay
    from stepped
), ends as (
    select distinct on (n) n, p2 is not null as led, stop, roll('end', n) as r
    from decided join block using (n)
), again as (
    select *, unnest(case when reopened then [0, 1, 2] else [0] end) as step
    from (select *, coalesce(stop >= 2 and die(r, 0) < 0.016, false) as reopened from ends)
), ended as (
    select * from stays
    union all
    -- One lost deal in sixty is taken up again, and lost once more.
    select
        n, led and coalesce(stop, 9) >= 2, 90 + step,
        case when stop is null then 8 when step = 1 then stop else 9 end,
        case when stop is not null and step < 2 and reopened then 28800 * (3 + 9 * (1 - step)) end
    from again
), timed as (
    select
        *,
        row_number() over deal as seq,
        coalesce(sum(stay) over (
            partition by n order by place rows between unbounded preceding and 1 preceding), 0)::bigint as spent,
        min(case when handed then place end) over (partition by n) as handover
    from ended
    window deal as (partition by n order by place)
)
select
    n, seq, act, stay, spent, coalesce(place >= handover, false) as led,
    coalesce(place = handover, false) as handover
from timed;

-- When: a visit begins on the clock of whoever holds the deal. After the hand-over (a cold caller
-- qualifies, a seller goes on) it is the second holder's. What lies after yesterday has no shift.
create or replace temp table handovers as
select
    v.n, l.p2 as queue, v.spent, at_clock(s.midnight, l.clock + v.spent) as micros,
    d.shift * 28800 + case when d.works then (l.clock + v.spent) % 28800 else 0 end as clock
from visits v
join leads l using (n)
join shifts s on s.q = l.q and s.shift = (l.clock + v.spent) // 28800
join days d on d.q = l.p2 and d.day = s.day
where v.handover;

create or replace temp table entered as
with on_clock as (
    select v.n, v.seq, v.act, l.q as queue, l.clock + v.spent as second
    from visits v join leads l using (n)
    where v.seq > 1 and (not v.led or v.handover)
    union all
    select v.n, v.seq, v.act, h.queue, h.clock + v.spent - h.spent
    from visits v join handovers h using (n)
    where v.led and not v.handover
)
select n, 1 as seq, act, q as queue, day, created as micros, q as worker
from visits join leads using (n)
where seq = 1
union all
select n, seq, act, queue, day, at_clock(midnight, second), worker
from on_clock join shifts on q = queue and shift = second // 28800;

-- The stays that have begun, on the clock of whoever works on the deal meanwhile.
create or replace temp table spells as
select
    e.n, e.seq, e.act, v.stay,
    case when h.n is not null and v.led then h.queue else l.q end as queue,
    case when h.n is not null and v.led then h.clock + v.spent - h.spent
        else l.clock + v.spent end as clock
from entered e
join visits v using (n, seq)
join leads l using (n)
left join handovers h using (n)
where v.stay is not null;

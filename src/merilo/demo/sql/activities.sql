-- What people did with the deals of the block, and the cold calls of its days.

create or replace temp table touched as
with tried as (
    select s.*, t.* exclude (act), roll('touch', n || ':' || seq || ':' || t.place) as r
    from spells s join touches t using (act)
), happened as (
    select *, unnest(range(floor(often * touches_of_size() + die(r, 0))::bigint)) as k from tried
), placed_in_time as (
    select
        * exclude (r), n || '-' || seq || '-' || place || case when k > 0 then '-' || k else '' end
            as id,
        clock + floor(stay * (low + (high - low) * ((die(r, 1) + k * 0.37) % 1)))::bigint as second,
        direction = 'in' and die(r, 2) > 0.88 as late,
        kind in ('message', 'email') and direction = 'in' and die(r, 3) < 0.9 as answered,
        floor(60 + 14400 * die(r, 2) * die(r, 3) * die(r, 1))::bigint as wait
    from happened
), answered_too as (
    select id, n, queue, kind, direction, author, success, late, second from placed_in_time
    union all
    select id || 'a', n, queue, kind, 'out', 'person', 1.0, false,
        case when late then (second // 28800 + 1) * 28800 else second end + wait
    from placed_in_time where answered
), cold_days as (
    select d.*, h.talk, floor(s.cold * h.cold
        * (0.85 + 0.3 * die(roll('cold', d.q || ':' || d.day), 0)))::bigint as many
    from days d
    join staff s on s.q = d.worker
    join habits h on h.q = d.worker and h.month = d.month
    where d.works and d.worker = d.q and s.cold > 0
        and in_block(d.day) and not block_again()
), cold as (
    select *, unnest(range(many)) as i from cold_days
), rung as (
    select *, 'k' || datediff('day', date '2000-01-01', day) || '-' || q || '-' || i as id,
        roll('ring', q || ':' || day || ':' || i) as r
    from cold
)
select
    b.id, b.n, l.customer, l.created, b.kind, b.direction, b.author, b.success, b.late, false as cold,
    b.second, s.worker, s.day, s.month, s.midnight, b.queue, roll('act', b.id) as r
from answered_too b
join leads l using (n)
join shifts s on s.q = b.queue and s.shift = b.second // 28800
union all
select
    id, null, case when die(r, 0) < 0.7 then 'p' || q || '-' || floor(die(r, 1) * prospects())::bigint
        end, null, 'call', 'out', 'person', 0.52, false, true,
    shift * 28800 + floor((i + die(r, 2)) * 28800 / many)::bigint, worker, day, month, midnight, q,
    roll('act', id)
from rung;

create or replace temp table done as
with timed as (
    select
        t.*, h.talk,
        case
            when author = 'robot' and kind = 'message' then created + 5000000
            when late then midnight + 68400000000 + floor(die(r, 2) * 9000)::bigint * 1000000
                + case when weekday(day) = 5 and not w.leaves then floor(die(r, 3) * 3)::bigint else 0
                    end * 86400000000
            when kind in ('email', 'message') and direction = 'out' and weekday(day) = 5
                and die(r, 3) < 0.04 and not w.leaves then at_clock(midnight, second) + 86400000000
            else at_clock(midnight, second) end as micros,
        case when kind = 'task' and die(r, 0) < success
            then second + floor(die(r, 1) * 72000)::bigint end as finish
    from touched t
    join habits h on h.q = t.worker and h.month = t.month
    join (select q, until is not null as leaves from staff) w on w.q = t.worker
), ended as (
    select
        timed.*,
        -- What was forgotten is ticked off some weeks later, for the most part.
        coalesce(at_clock(f.midnight, finish), case when kind = 'task'
            and micros < until_micros() - 60 * 86400000000 and die(r, 3) < 0.9
            then micros + (28 + 7 * floor(die(r, 2) * 3)::bigint) * 86400000000 end) as completed,
        case
            when kind = 'call' and late then 'missed'
            when kind = 'call' and die(r, 0) < success then 'reached'
            when kind = 'call' and direction = 'in' then 'missed'
            when kind = 'call' then ['missed', 'missed', 'missed', 'busy', 'voicemail', 'failed'][
                1 + floor(die(r, 2) * 6)::bigint]
            when kind in ('meeting', 'presentation') and die(r, 0) < success then 'held'
            when kind in ('meeting', 'presentation') then ['missed', 'missed', 'cancelled',
                'cancelled', 'cancelled'][1 + floor(die(r, 2) * 5)::bigint]
            when kind = 'task' and completed is not null then 'done'
            when kind = 'task' then 'open'
        end as outcome
    from timed left join shifts f on f.q = timed.queue and f.shift = finish // 28800
)
select
    id, n, customer, kind, direction, author, worker, day, micros, completed, outcome, r,
    case
        when kind = 'call' and outcome = 'reached' and cold
            then floor((3 + 55 * square(die(r, 1)) + 600 * eighth(die(r, 1))) * talk)::bigint
        when kind = 'call' and outcome = 'reached'
            then floor((4 + 190 * square(die(r, 1)) + 1500 * eighth(die(r, 1))) * talk)::bigint
        when outcome = 'voicemail' then 3 + floor(die(r, 1) * 22)::bigint
        when kind = 'call' then 0
        when outcome = 'held' then 1800 + 300 * floor(die(r, 1) * 13)::bigint
    end as duration_s,
    case when kind = 'task'
        then (micros // 3600000000 + 4 + floor(die(r, 2) * 72)::bigint) * 3600000000 end as due
from ended;

insert into demo_activities by name
with all_hands as (
    select *, '' as copy,
        case when author = 'person' and kind in ('task', 'comment') and die(r, 3) < 0.02
            then 'assumed' else author end as hand from done
    union all
    -- Telephony and CRM both write down one call in a hundred; for a fortnight, all of a team.
    select * replace (micros + 2000000 as micros), 'x', 'integration'
    from done
    where kind = 'call' and (die(r, 3) < 0.01 or doubled(business(micros)) and worker in (select q from doubled))
)
select
    'demo' as connection, id || copy as id, kind, direction,
    case when hand <> 'robot' then 'demo:' || worker end as person,
    'demo:' || n as deal, 'demo:' || customer as customer,
    make_timestamptz(micros) as occurred_at, business(micros) as occurred_on, duration_s, outcome,
    make_timestamptz(due) as due_at, business(due) as due_on,
    make_timestamptz(completed) as completed_at, business(completed) as completed_on,
    case when kind = 'call' and duration_s > 0 then 'calls/' || id || '.mp3' end as recording,
    hand as author, make_timestamptz(coalesce(completed, micros)) as updated_at, false as deleted
from all_hands where micros < until_micros();

insert into tally
select worker, day, kind, count(*) from done
where author = 'person' and day >= reports_since()
    and (kind = 'call' and (direction = 'out' or outcome <> 'missed')
        or kind = 'meeting' and outcome = 'held')
group by all;

-- A few of the longer conversations are listened to, and a few letters are read.
insert into demo_reviews by name
with heard as (
    select *, case kind when 'call' then 'call' else 'letter' end as what
    from done
    where (kind = 'call' and outcome = 'reached' and duration_s > 90 or kind = 'email')
        and author = 'person' and die(roll('review', id), 0) < 0.025 * sampled()
), scored as (
    select h.*, c.* exclude (what),
        micros + (1 + floor(die(r, 0) * 4)::bigint) * 86400000000 as reviewed
    from heard h join criteria c using (what)
)
select
    'demo' as connection, id || '-' || line as id, 'demo:' || id as subject, what as kind,
    'demo:' || worker as person, 'demo:' || listener() as reviewer,
    case what when 'call' then 'Разговор, версия 2' else 'Письмо, версия 1' end as scorecard,
    criterion, mark(id || ':' || line, maximum) as score,
    maximum, weight, critical, make_timestamptz(reviewed) as occurred_at,
    business(reviewed) as occurred_on, make_timestamptz(reviewed) as updated_at, false as deleted
from scored where reviewed < until_micros();

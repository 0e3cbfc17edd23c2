-- The figures people typed in their daily reports of the last months: mostly what the facts say.

insert into demo_entries by name
with facts as (
    select worker as q, day,
        sum(many) filter (kind = 'call')::bigint as calls,
        sum(many) filter (kind = 'meeting')::bigint as meetings
    from tally group by worker, day
), filed as (
    select t.q, t.day, h.typed, h.filed, roll('report', t.q || ':' || t.day) as r
    from shifts t
    join staff s on s.q = t.q
    join habits h on h.q = t.q and h.month = t.month
    where t.worker = t.q and t.day >= reports_since() and s.role <> 'head'
), typed as (
    select f.*, unnest([
        {'metric': 'calls', 'fact': coalesce(calls, 0)},
        {'metric': 'meetings', 'fact': coalesce(meetings, 0)}]) as line
    from filed f left join facts using (q, day)
    where die(r, 0) < 0.94 * filed
)
select
    'demo' as connection, q || '-' || day || '-' || line.metric as id, 'demo:' || q as person, day,
    line.metric as metric,
    case when line.metric = 'calls' and typed > 1 then floor(line.fact * typed) + 1
        when die(r, 1) < 0.06 then line.fact + 1 else line.fact end as value,
    timezone(zone_of_company(), day + time '18:30') as updated_at, false as deleted
from typed;

-- Competencies, marks of colleagues (who stay unnamed), visits of a customer in disguise.
insert into demo_reviews by name
with due as (
    select s.q, s.head, m.month, r.*, r.what || '-' || s.q || '-' || m.month as assessment,
        epoch_us(timezone(zone_of_company(), (m.month + r.falls_on - 1) + time '12:00')) as micros
    from staff s
    join placed p using (q)
    cross join months m
    cross join rounds r
    where m.month + r.falls_on >= greatest(p.since, since()) and m.month + r.falls_on < p.until
        and month(m.month) % r.every = 0
        and (r.what <> 'visit' or s.role in ('seller', 'account_manager'))
)
select
    'demo' as connection, assessment || '-' || line as id,
    case what when 'visit' then assessment else 'demo:' || q end as subject, what as kind,
    'demo:' || q as person,
    case what when 'competency' then 'demo:' || head when 'visit' then 'demo:' || listener() end
        as reviewer,
    card as scorecard, criterion, mark(assessment || line, maximum) as score, maximum, weight,
    critical, make_timestamptz(micros) as occurred_at, business(micros) as occurred_on,
    make_timestamptz(micros) as updated_at, false as deleted
from due join criteria using (what)
where micros < until_micros();

-- Activity by person; `act`, `task`, `ripe` and `touch` are made in shared.sql.
create temp table activity as
  select person,
    count(*) filter (kind = 'call' and not missed) as calls,
    count(*) filter (kind = 'call' and direction = 'out') as calls_out,
    count(*) filter (kind = 'call' and direction = 'in' and not missed) as calls_in,
    count(*) filter (missed) as calls_missed,
    count(*) filter (kind = 'call' and not missed and duration_s > 15) as conversations,
    count(*) filter (kind = 'call' and direction = 'out' and duration_s > 15) as conversations_out,
    sum(duration_s) filter (kind = 'call' and not missed and duration_s > 15) as talk_time,
    count(distinct occurred_on) filter (case
      when kind = 'call' then not missed
      when kind in ('email', 'message') then coalesce(direction, 'out') = 'out'
      when kind in ('meeting', 'presentation') then outcome = 'held'
      else kind = 'comment' end) as days_worked,
    count(*) filter (kind = 'meeting' and outcome = 'held') as meetings,
    count(*) filter (kind = 'meeting' and outcome = 'missed') as meetings_missed,
    count(*) filter (kind = 'meeting' and outcome in ('held', 'missed')) as meetings_set,
    count(*) filter (kind = 'email' and coalesce(direction, 'out') = 'out') as emails,
    count(*) filter (kind = 'message' and coalesce(direction, 'out') = 'out') as messages,
    count(*) filter (kind = 'comment') as comments,
    count(*) filter (kind = 'presentation' and outcome = 'held') as presentations
  from act group by person;

create temp table proposing as
  select person, count(*) as proposals, sum(amount_base) as proposals_amount,
    count(*) filter (outcome = 'won') as proposals_won,
    sum(amount_base) filter (outcome = 'won') as proposals_won_amount
  from proposals
  where sent_on >= date '{since}' and sent_on < date '{until}' and not coalesce(deleted, false)
  group by person;

create temp table tasks as
  select person,
    count(*) filter (completed_on >= date '{since}' and completed_on < date '{until}') as tasks_done,
    count(*) filter (due_on < date '{until}' and late) as tasks_overdue,
    count(*) filter (due_on >= date '{since}' and due_on < date '{until}') as tasks_due,
    count(*) filter (due_on >= date '{since}' and due_on < date '{until}' and completed_at <= due_at) as tasks_kept
  from task
  where completed_on < date '{until}' or due_on < date '{until}'
  group by person;

create temp table qualifying as
  select person, count(*) as leads_qualified from ripe group by person;

create temp table touching as
  select person, count(*) as touches from touch group by person;

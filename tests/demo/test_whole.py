"""The facts agree with one another: told by plain SQL."""

import pytest

INSTANTS = (
    ("activities", "occurred_at"), ("activities", "completed_at"), ("proposals", "sent_at"),
    ("proposals", "decided_at"), ("deals", "created_at"), ("deals", "qualified_at"),
    ("deals", "closed_at"), ("stage_changes", "occurred_at"), ("owner_changes", "occurred_at"),
    ("answers", "occurred_at"), ("complaints", "received_at"), ("complaints", "closed_at"),
    ("behaviours", "occurred_at"), ("reviews", "occurred_at"), ("customers", "created_at"),
    ("plans", "valid_since"),
)  # fmt: skip
DAYS = (("costs", "day"), ("entries", "day"), ("rates", "day"), ("absences", "since"),
        ("absences", "until"), ("market", "month_on"), ("people", "left_on"),
        ("postings", "since"), ("plans", "period_since"))  # fmt: skip


@pytest.mark.parametrize(("table", "column"), INSTANTS)
def test_nothing_happened_in_the_future(made, table, column):
    latest = made.one(f"select max(timezone('Europe/Moscow', {column})) from {table}")

    assert latest.date() < made.today


@pytest.mark.parametrize(("table", "column"), DAYS)
def test_no_day_is_in_the_future(made, table, column):
    assert made.one(f"select max({column}) from {table}") <= made.today
    assert made.one(f"select count(*) from {table} where {column} >= $today") <= 5


def test_facts_reach_until_yesterday_or_the_last_working_day(made):
    last = made.one("select max(day) from calendar where working and day < $today")
    for table, column in (("activities", "occurred_on"), ("deals", "created_on")):
        assert made.one(f"select max({column}) from {table}") >= last
        since = made.one(f"select min({column}) from {table}")
        assert 728 <= (made.today - since).days <= 735


def test_outcome_and_closing_agree(made):
    made.none("select id from deals where (outcome = 'open') <> (closed_at is null)")
    made.none("select id from deals where closed_at < created_at or qualified_at < created_at")
    made.none("select id from deals where loss_reason is not null and outcome <> 'lost'")
    made.none("""
        select d.id from deals d join stages s on s.connection || ':' || s.id = d.stage
        where s.kind <> d.outcome or s.pipeline <> d.pipeline""")


def test_history_leads_to_where_the_deal_is(made):
    made.none("""
        select deal from (
            select deal, arg_max(to_stage, occurred_at) as stage, min(occurred_at) as born,
                   max(occurred_at) as last
            from stage_changes group by deal
        ) h full join deals d on 'demo:' || d.id = deal
        where h.stage is distinct from d.stage or h.born is distinct from d.created_at
           or (d.closed_at is not null and h.last <> d.closed_at)""")


def test_each_move_begins_where_the_one_before_ended(made):
    made.none("""
        select id from (
            select *, lag(to_stage) over (partition by deal order by occurred_at) as was,
                   lag(occurred_at) over (partition by deal order by occurred_at) as before
            from stage_changes)
        where was is distinct from from_stage or before >= occurred_at or from_stage = to_stage""")


def test_a_deal_qualified_when_it_first_entered_a_qualifying_stage(made):
    made.none("""
        with entered as (
            select deal, min(occurred_at) as first
            from stage_changes c join stages s on 'demo:' || s.id = c.to_stage
            where s.qualifies group by deal)
        select d.id from deals d left join entered e on e.deal = 'demo:' || d.id
        where d.qualified_at is distinct from e.first""")


def test_stages_are_skipped_and_returned_to(made):
    skipped, returned, reopened = made.ask("""
        select count(*) filter (t.position > f.position + 1 and t.kind <> 'lost'),
               count(*) filter (t.position < f.position and f.kind = 'open'),
               count(*) filter (f.kind = 'lost')
        from stage_changes c
        join stages f on 'demo:' || f.id = c.from_stage
        join stages t on 'demo:' || t.id = c.to_stage""")[0]

    assert skipped > 300
    assert returned > 300
    assert reopened > 20


def test_pipelines_have_six_to_eight_stages(made):
    sizes = made.ask("select count(*) from stages group by pipeline order by 1")

    assert [n for (n,) in sizes] == [6, 8, 8]


def test_owners_follow_from_one_another(made):
    made.none("""
        with chain as (
            select *, lag(to_person) over w as was, last_value(to_person) over (
                partition by deal order by occurred_at
                rows between unbounded preceding and unbounded following) as last
            from owner_changes window w as (partition by deal order by occurred_at))
        select c.id from chain c join deals d on 'demo:' || d.id = c.deal
        where coalesce(was, from_person) <> from_person or last <> d.owner
           or from_person = to_person or c.occurred_at <= d.created_at""")
    after = made.one("""select count(*) from owner_changes c join deals d
        on 'demo:' || d.id = c.deal where c.occurred_at > d.closed_at""")
    assert after > 100


def test_shares_of_a_deal_sum_to_one(made):
    made.none("select deal from credits group by deal having sum(share) <> 1 or count(*) < 2")
    made.none("""select c.id from credits c join deals d on 'demo:' || d.id = c.deal
        where d.outcome <> 'won'""")


def test_order_lines_sum_to_the_deal(made):
    made.none("""
        select d.id from deals d full join (
            select deal, sum(amount) as amount, sum(amount_base) as base,
                   sum(amount) - sum(cost) as margin, sum(amount_base) - sum(cost_base) as own
            from order_lines group by deal
        ) l on l.deal = 'demo:' || d.id
        where d.outcome = 'won' and (d.amount, d.amount_base, d.margin, d.margin_base)
              is distinct from (l.amount, l.base, l.margin, l.own)
           or d.outcome <> 'won' and l.deal is not null""")


def test_some_deals_are_won_without_an_amount_and_lost_without_a_reason(made):
    assert made.one("select count(*) from deals where outcome = 'won' and amount is null") > 10
    assert (
        made.one("select count(*) from deals where outcome = 'lost' and loss_reason is null") > 50
    )


def test_refunds_are_won_rows_below_zero_on_a_day_of_their_own(made):
    refunds = made.ask("""
        select r.closed_on > d.closed_on, r.amount between -d.amount and -1, r.currency = d.currency
        from deals r join deals d on r.id = d.id || '-r' where r.amount < 0""")

    assert refunds == [(True, True, True)] * len(refunds)
    assert len(refunds) == made.one("select count(*) from deals where amount < 0") > 10


def test_money_is_converted_at_the_rate_of_its_day(made):
    for table, day in (("deals", "coalesce(closed_on, created_on)"), ("proposals", "sent_on"),
                       ("costs", "t.day")):  # fmt: skip
        made.none(f"""
            select t.id from {table} t left join rates r
                on r.currency = t.currency and r.day = {day}
            where amount_base is distinct from amount * coalesce(r.rate, 1)""")
        shares = made.ask(f"select currency, count(*) from {table} group by 1 order by 1")
        assert [currency for currency, _ in shares] == ["EUR", "RUB"]
        assert shares[0][1] * 2 < shares[1][1]


def test_the_rate_is_a_likely_one(made):
    low, high = made.ask("select min(rate), max(rate) from rates")[0]

    assert 90 < low < high < 105


@pytest.mark.parametrize(("person", "day", "table"), [
    ("person", "occurred_on", "activities"), ("person", "sent_on", "proposals"),
    ("person", "occurred_on", "stage_changes"), ("person", "day", "entries"),
])  # fmt: skip
def test_nobody_works_outside_of_a_posting(made, person, day, table):
    made.none(f"""
        select t.id from {table} t anti join postings p on p.person = t.{person}
            and t.{day} >= p.since and (p.until is null or t.{day} < p.until)
        where t.{person} is not null""")


def test_who_is_away_does_not_work(made):
    """A customer may call them, and nobody answers."""
    made.none("""
        select a.id from activities a join absences x on x.person = a.person
            and a.occurred_on >= x.since and (x.until is null or a.occurred_on < x.until)
        where a.author = 'person' and a.direction is distinct from 'in'""")
    made.none("""
        select a.id from activities a join absences x on x.person = a.person
            and a.occurred_on >= x.since and (x.until is null or a.occurred_on < x.until)
        where a.outcome = 'reached'""")


def test_postings_and_absences_do_not_overlap(made):
    for table in ("postings", "absences"):
        made.none(f"""
            select a.id from {table} a join {table} b on a.person = b.person and a.id <> b.id
                and a.since >= b.since and (b.until is null or a.since < b.until)""")


def test_proposals_go_with_their_deals(made):
    made.none("""
        select p.id from proposals p join deals d on 'demo:' || d.id = p.deal
        where (p.outcome = 'open') <> (p.decided_at is null) or p.decided_at < p.sent_at
           or p.customer <> d.customer or p.outcome = 'won' and d.outcome <> 'won'
           or p.sent_at < d.created_at""")
    assert {o for (o,) in made.ask("select distinct outcome from proposals")} == {
        "open", "won", "lost",
    }  # fmt: skip


def test_a_deals_customer_was_known_when_it_appeared(made):
    made.none("""
        select d.id from deals d join customers c on 'demo:' || c.id = d.customer
        where d.created_at < c.created_at""")


def test_account_managers_sell_to_those_who_bought_before(made):
    """Or to those who were customers before the facts begin."""
    made.none("""
        with first as (
            select customer, min(closed_on) as bought_on
            from deals where outcome = 'won' group by 1)
        select d.id from deals d left join first using (customer)
        where channel = 'Повторное обращение' and customer not like 'demo:b%'
            and (bought_on is null or bought_on >= created_on)""")
    old, new = made.ask("""
        select count(*) filter (customer like 'demo:b%'), count(*) filter (customer like 'demo:c%')
        from deals where channel = 'Повторное обращение'""")[0]
    assert old > new > 100


def test_activities_lie_within_the_life_of_their_deal(made):
    made.none("""
        select a.id from activities a join deals d on 'demo:' || d.id = a.deal
        where a.customer <> d.customer or a.occurred_at < d.created_at""")
    late = made.one("""
        select count(*) filter (a.occurred_at > d.closed_at + interval 3 day) / count(*)
        from activities a join deals d on 'demo:' || d.id = a.deal""")
    assert late < 0.01


def test_a_meeting_may_serve_several_calls_and_a_call_several_meetings(made):
    calls, meetings = made.ask("""
        with pairs as (
            select c.id as call, m.id as meeting from activities c
            join activities m using (deal)
            where c.kind = 'call' and m.kind = 'meeting' and m.outcome = 'held'
              and m.occurred_at between c.occurred_at and c.occurred_at + interval 30 day)
        select (select count(*) from (select meeting from pairs group by 1 having count(*) > 1)),
               (select count(*) from (select call from pairs group by 1 having count(*) > 1))
        """)[0]

    assert calls > 500
    assert meetings > 100


def test_customers_are_mostly_answered_within_a_day_of_work(made):
    for kind in ("message", "email"):
        came, answered, hours = made.ask(f"""
            select count(*), count(a.id), median(epoch(a.occurred_at - q.occurred_at)) / 3600
            from activities q left join activities a on a.id = q.id || 'a'
                and (a.kind, a.deal, a.direction) = (q.kind, q.deal, 'out')
                and a.occurred_at > q.occurred_at
            where q.kind = '{kind}' and q.direction = 'in'""")[0]
        assert came > 300
        assert 0.8 < answered / came < 0.95
        assert 0.1 < hours < 3


def test_tasks_are_done_open_or_overdue(made):
    made.none("""
        select id from activities where kind = 'task' and (
            (outcome = 'done') <> (completed_at is not null) or completed_at < occurred_at
            or due_at < occurred_at) or kind <> 'task' and due_at is not null""")
    overdue, late, done = made.ask("""
        select count(*) filter (outcome = 'open' and due_on < $today),
               count(*) filter (completed_at > due_at), count(*) filter (outcome = 'done')
        from activities where kind = 'task'""")[0]
    assert 100 < overdue < late < done


def test_most_open_deals_have_a_next_step(made):
    share = made.one("""
        select count(*) filter (exists (
            select 1 from activities a where a.deal = 'demo:' || d.id and a.kind = 'task'
              and a.outcome = 'open')) / count(*)
        from deals d where outcome = 'open'""")
    assert 0.75 < share < 0.95


def test_calls_are_many_short_and_few_long(made):
    mean, median, last = made.ask("""
        select avg(duration_s), median(duration_s), quantile_cont(duration_s, 0.99)
        from activities where kind = 'call' and outcome = 'reached'""")[0]

    assert 2 * median < mean < 300
    assert last > 900
    made.none("""select id from activities where kind = 'call' and duration_s > 0
        and outcome not in ('reached', 'voicemail') or kind = 'call' and duration_s is null""")


def test_work_is_done_on_working_days_in_working_hours(made):
    off, early = made.ask("""
        select count(*) filter (not c.working) / count(*),
               count(*) filter (a.occurred_at < c.opens_at
                   or a.occurred_at > c.closes_at + interval 2 hour) / count(*)
        from activities a join calendar c on c.day = a.occurred_on
        where author = 'person' and (direction is distinct from 'in')""")[0]
    messages = made.one("""select count(*) from activities a join calendar c
        on c.day = a.occurred_on where not c.working""")

    assert off < 0.01
    assert early < 0.01
    assert messages > 500


def test_nobody_works_in_the_break_or_answers_in_the_evening(made):
    """The Hungarian office has its own, an hour or two later by the company's clock."""
    made.none("""
        select a.id from activities a join calendar c on c.day = a.occurred_on
        join people p on 'demo:' || p.id = a.person join units u on 'demo:' || u.id = p.unit
        where u.company = 'demo:ru' and a.author = 'person' and (
            a.occurred_at >= c.pause_since_at and a.occurred_at < c.pause_until_at
            or a.outcome = 'reached' and a.occurred_at >= c.closes_at)""")


def test_robots_and_integrations_are_told_from_people(made):
    authors = dict(made.ask("select author, count(*) from activities group by 1"))

    assert authors["person"] / sum(authors.values()) > 0.9
    assert min(authors[a] for a in ("robot", "integration", "assumed")) > 100
    made.none("select id from activities where (author = 'robot') <> (person is null)")
    made.none("""select id from stage_changes
        where (author in ('person', 'assumed')) <> (person is not null)""")


def test_more_is_sold_in_december_than_in_january(made):
    sold = dict(
        made.ask("""
        select month(created_on), count(*) from deals where created_on >= $month23
            and created_on < $month11 group by 1""")
    )

    assert len(sold) == 12
    assert sold[12] > 1.2 * sold[1]


def test_plans_say_who_and_hang_together(made):
    made.none("select id from plans where (person is null) = (unit is null)")
    made.none("select id from plans where period_until <= period_since or target <= 0")
    made.none("select id from plans where valid_until <= valid_since")
    kinds = {kind for (kind,) in made.ask("select distinct kind from plans")}
    assert kinds == {"at_least", "at_most", "growth", "reach"}
    made.none("""
        with personal as (
            select u.department, sum(target) as target from plans p
            join postings o on o.person = p.person and o.since <= p.period_since
                and (o.until is null or p.period_since < o.until)
            join units u on 'demo:' || u.id = o.unit
            where metric = 'revenue' and p.period_since = $month1 and p.id not like '%-2-%'
            group by u.department)
        select * from personal join plans p on p.unit = department and p.period_since = $month1
        where abs(p.target - 1.05 * personal.target) > 1000""")


def test_nobody_has_a_plan_before_coming_or_after_leaving(made):
    made.none("""
        select p.id from plans p join people x on 'demo:' || x.id = p.person
        where p.period_since < x.hired_on or p.period_since >= x.left_on""")


def test_a_revised_plan_keeps_the_earlier_one(made):
    pairs = made.ask("""
        select n.valid_since = o.valid_until, n.target < o.target, n.person = o.person
        from plans o join plans n on n.person = o.person and n.metric = o.metric
            and n.period_since = o.period_since and n.id <> o.id
        where o.valid_until is not null""")

    assert pairs == [(True, True, True)] * len(pairs)
    assert len(pairs) > 20


def test_the_plan_is_within_reach(made):
    """Of a whole ordinary month, sellers and account managers reach it now and then."""
    attained = made.ask("""
        with sold as (
            select owner, date_trunc('month', closed_on) as month,
                   sum(coalesce(amount_base, 0)) as revenue
            from deals where outcome = 'won' group by all)
        select revenue / target from plans p join sold s
            on s.owner = p.person and s.month = p.period_since
        join people x on 'demo:' || x.id = p.person
        where metric = 'revenue' and valid_until is null and x.role <> 'head'
            and p.period_since between $month23 and $month1""")
    reached = sum(a >= 1 for (a,) in attained) / len(attained)

    assert 0.15 < reached < 0.6


def test_reports_mostly_say_what_the_facts_say(made):
    right = made.one("""
        with facts as (
            select person, occurred_on as day, count(*) as calls from activities
            where kind = 'call' and (direction = 'out' or outcome <> 'missed')
                and author = 'person' group by all)
        select avg((coalesce(calls, 0) = value)::int)
        from entries left join facts using (person, day)
        where metric = 'calls' and person <> $budapest3""")

    assert 0.9 < right < 1


def test_answers_are_on_their_scale(made):
    made.none("select id from answers where score < 1 or score > scale or score <> round(score)")
    named = made.one("select count(customer) / count(*) from answers")
    assert 0.6 < named < 0.8


def test_complaints_are_open_until_they_are_closed(made):
    made.none("select id from complaints where (verdict = 'open') <> (closed_at is null)")
    made.none("select id from complaints where closed_at <= received_at")


def test_reviews_are_of_calls_that_took_place(made):
    made.none("""
        select r.id from reviews r left join activities a on 'demo:' || a.id = r.subject
        where r.kind in ('call', 'letter') and (a.id is null or a.person <> r.person
            or a.occurred_at > r.occurred_at or a.kind not in ('call', 'email'))
           or score > maximum""")
    assert made.one("select count(distinct subject) from reviews") > 100


def test_marketing_is_acquisition_and_some_costs_are_shared(made):
    made.none("select id from costs where kind = 'marketing' and not acquisition")
    shared = made.one("""select count(*) from costs
        where person is null and unit is null and channel is null""")
    assert shared == made.one("select count(*) from costs where kind = 'tools'") > 20
    assert made.one("select count(*) from costs where amount_base <= 0") == 0


def test_selling_pays_and_the_market_is_larger_than_we(made):
    revenue, margin, costs, market = made.ask("""
        select (select sum(amount_base) from deals where outcome = 'won'),
               (select sum(margin_base) from deals where outcome = 'won'),
               (select sum(amount_base) from costs), (select sum(size) from market)""")[0]

    assert 0.25 < margin / revenue < 0.45
    assert 0.3 < costs / margin < 0.9
    assert 0.04 < revenue / market < 0.15

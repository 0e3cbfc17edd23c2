"""Each planted story can be seen with plain SQL, on every day and with every seed."""

from collections.abc import Mapping
from typing import Any

from merilo.demo import STORIES
from merilo.demo.staff import ROLES, at
from merilo.demo.stories import MOMENTS

MOSCOW = ("moscow-2", "moscow-4", "moscow-5")  # sellers there beside the one with the leak
SELLERS = ("moscow-1", "moscow-4", "north-1", "north-2", "north-3", "budapest-2", "budapest-3")
CALLERS = ("cold-2", "cold-3", "cold-4")
KEEPERS = ("accounts-1", "accounts-3", "accounts-4")


def by_key(made: Any, sql: str, **said: Any) -> Mapping[str, Any]:
    """The second column by who the first is in the plan of the company."""
    from tests.demo.conftest import PLACES

    keys = {key: place for place, key in PLACES.items()}
    return {keys[who]: figure for who, figure in made.ask(sql, **said)}


def test_a_seller_leaks_at_the_proposal(made):
    """Of the deals that left it in a year, far fewer went on than with the others in the team."""
    onward = by_key(made, """
        select d.owner, count(*) filter (to_stage = 'demo:new/contract') / count(*)
        from stage_changes c join deals d on 'demo:' || d.id = c.deal
        where from_stage = 'demo:new/proposal'
            and to_stage in ('demo:new/contract', 'demo:new/lost')
            and c.occurred_on >= $month11
        group by 1 having count(*) > 20""")  # fmt: skip

    team = [share for who, share in onward.items() if who in ("moscow-2", "moscow-4")]
    assert team
    assert onward["moscow-1"] < 0.6 * min(team)


def test_the_leak_is_nowhere_else_and_began_a_year_ago(made):
    before = by_key(made, """
        select d.owner, count(*) filter (to_stage = 'demo:new/contract') / count(*)
        from stage_changes c join deals d on 'demo:' || d.id = c.deal
        where from_stage = 'demo:new/proposal'
            and to_stage in ('demo:new/contract', 'demo:new/lost')
            and d.created_on < $month12
        group by 1""")  # fmt: skip
    earlier = by_key(made, """
        select d.owner, count(*) filter (to_stage <> 'demo:new/lost') / count(*)
        from stage_changes c join deals d on 'demo:' || d.id = c.deal
        where from_stage in ('demo:new/request', 'demo:new/contact', 'demo:new/qualified')
        group by 1""")  # fmt: skip

    assert before["moscow-1"] > 0.75 * before["moscow-4"]
    assert abs(earlier["moscow-1"] - earlier["moscow-4"]) < 0.05


def test_a_star_wins_more_and_dearer_deals(made):
    rates = by_key(
        made,
        """
        select owner, count(*) filter (outcome = 'won') / count(*) from deals
        where outcome <> 'open' and amount is distinct from 0 group by 1""",
    )
    checks = by_key(
        made,
        """
        select owner, avg(amount_base) from deals
        where outcome = 'won' and amount > 0 group by 1""",
    )

    assert rates["moscow-2"] > 1.4 * max(rates[who] for who in SELLERS)
    assert checks["moscow-2"] > 1.1 * max(checks[who] for who in SELLERS)


def test_a_sellers_check_fell_five_months_ago(made):
    before, after = (by_key(made, f"""
        select owner, avg(amount_base) from deals
        where outcome = 'won' and amount > 0 and {when} group by 1""")
        for when in ("closed_on < $month5", "closed_on >= $month5"))  # fmt: skip
    fall = {who: float(after[who] / before[who]) for who in SELLERS}

    assert fall["north-1"] < 0.7
    assert fall["north-1"] < 0.85 * min(fall[who] for who in SELLERS if who != "north-1")


def test_a_seller_answers_leads_slowly(made):
    hours = by_key(
        made,
        """
        select d.owner, avg(epoch(first - d.created_at)) / 3600
        from deals d join (
            select deal, min(occurred_at) as first from activities
            where direction = 'out' and author = 'person' group by 1
        ) a on a.deal = 'demo:' || d.id
        group by 1""",
    )

    assert hours["north-2"] > 2.5 * max(hours[who] for who in SELLERS if who != "north-2")


def test_who_answers_slowly_is_said_to_by_customers(made):
    marks = by_key(
        made,
        """
        select person, avg(score) from answers where scale = 5 group by 1""",
    )

    assert marks["north-2"] < min(marks[who] for who in SELLERS if who != "north-2") - 0.4


def test_a_cold_caller_makes_many_short_calls(made):
    calls, talk, leads = (by_key(made, f"""
        select {whose}, {what} group by 1""") for whose, what in (
        ("person", "count(*) from activities where kind = 'call'"),
        ("person", "median(duration_s) from activities where outcome = 'reached'"),
        ("from_person", "count(*) from owner_changes where from_person in (select 'demo:' || id "
                        "from people where role = 'cold_caller')")))  # fmt: skip

    assert calls["cold-1"] > 1.4 * max(calls[who] for who in CALLERS)
    assert talk["cold-1"] < 0.5 * min(talk[who] for who in CALLERS)
    assert leads["cold-1"] < 0.8 * min(leads[who] for who in CALLERS)


def test_a_team_has_stuck_deals(made):
    stuck = dict(
        made.ask("""
        with now as (
            select deal, max(occurred_on) as since from stage_changes group by 1)
        select p.unit, count(*) from deals d
        join now on deal = 'demo:' || d.id
        join people p on 'demo:' || p.id = d.owner
        join stages s on 'demo:' || s.id = d.stage
        where d.outcome = 'open' and s.name = 'Договор и счёт'
            and $today - since > s.stale_after_days
        group by 1""")
    )

    assert stuck["demo:north"] >= 8
    assert stuck["demo:north"] > 3 * stuck.get("demo:moscow", 0)


def test_an_account_manager_loses_repeat_customers(made):
    """Of those who bought in the half-year before, fewer bought in the last one."""
    stayed = by_key(
        made,
        """
        with before as (select distinct owner, customer from deals where pipeline = 'demo:repeat'
                and outcome = 'won' and closed_on >= $month12 and closed_on < $month6),
             after as (select distinct customer from deals where pipeline = 'demo:repeat'
                and outcome = 'won' and closed_on >= $month6)
        select owner, count(after.customer) / count(*) from before left join after using (customer)
        group by 1""",
    )
    sold, before = (by_key(made, f"""
        select owner, sum(amount_base)::double from deals
        where pipeline = 'demo:repeat' and outcome = 'won' and {when} group by 1""")
        for when in ("closed_on >= $month5 and closed_on < $month0",
                     "closed_on >= $month11 and closed_on < $month6"))  # fmt: skip

    assert stayed["accounts-2"] < 0.75 * min(stayed[who] for who in KEEPERS)
    fall = {who: sold[who] / before[who] for who in ("accounts-2", *KEEPERS)}
    assert fall["accounts-2"] < 0.75 * min(fall[who] for who in KEEPERS)


def test_a_newcomer_ramps_up(made):
    hired = made.one("select hired_on from people where 'demo:' || id = $moscow3")
    by_month = [
        n
        for (n,) in made.ask("""
        select count(*) from deals where owner = $moscow3 and created_on < $month0
        group by date_trunc('month', created_on) order by date_trunc('month', created_on)""")
    ]

    assert hired == made.one("select $month4::date")
    assert len(by_month) == 4
    assert by_month[0] < sum(by_month[1:]) / 3
    assert made.one("select min(occurred_on) from activities where person = $moscow3") >= hired


def test_a_channel_brings_poor_leads(made):
    won = dict(
        made.ask("""
        select channel, count(*) filter (outcome = 'won') / count(*) from deals
        where amount is null or amount > 0 group by 1""")
    )
    others = [won[c] for c in ("Сайт", "Реклама", "Рекомендация", "Выставка", "Соцсети")]

    assert won["Маркетплейс"] < 0.6 * min(others)


def test_marketing_pushed_four_months_ago(made):
    leads = dict(
        made.ask("""
        select date_trunc('month', created_on)::date, count(*) from deals
        where channel = 'Реклама' group by 1""")
    )
    spent = dict(
        made.ask("""
        select date_trunc('month', day)::date, sum(amount_base) from costs
        where channel = 'Реклама' group by 1""")
    )
    month5, month4, month3 = made.ask("select $month5::date, $month4::date, $month3::date")[0]

    assert leads[month4] > 2 * max(leads[month5], leads[month3])
    assert spent[month4] > 2 * max(spent[month5], spent[month3])


def test_a_seller_wins_without_amounts(made):
    empty = by_key(
        made,
        """
        select owner, count(*) filter (amount is null) / count(*) from deals
        where outcome = 'won' group by 1""",
    )

    assert empty["north-3"] > 0.06
    assert empty["north-3"] > 2 * max(empty[who] for who in SELLERS if who != "north-3")


def test_the_telephony_wrote_each_call_of_a_team_twice(made):
    twins = """
        select p.unit, count(twin.id), count(*)
        from activities a
        join people p on 'demo:' || p.id = a.person
        left join activities twin on twin.id = a.id || 'x' and twin.author = 'integration'
            and twin.occurred_at between a.occurred_at and a.occurred_at + interval 5 second
            and (twin.person, twin.kind, twin.duration_s) = (a.person, a.kind, a.duration_s)
        where a.kind = 'call' and a.author = 'person'
            and a.occurred_on >= $month2 and a.occurred_on < $month2::date + 14
        group by 1"""
    found = {unit: (twice, calls) for unit, twice, calls in made.ask(twins)}

    twice, calls = found.pop("demo:moscow")
    assert twice == calls > 15
    assert all(twice < 0.1 * calls for twice, calls in found.values())


def test_a_seller_moved_between_teams_in_the_middle_of_a_month(made):
    rows = made.ask("""
        select unit, since, until from postings where person = $moscow4 order by since""")
    moved = made.one("select $month7::date + 14")

    assert [(unit, until) for unit, _, until in rows] == [
        ("demo:moscow", moved),
        ("demo:north", None),
    ]
    assert rows[1][1] == moved
    before, after = made.ask("""
        select count(*) filter (occurred_on < $month7::date + 14),
               count(*) filter (occurred_on >= $month7::date + 14)
        from activities
        where person = $moscow4 and occurred_on >= $month8 and occurred_on < $month5""")[0]
    assert min(before, after) > 10


def test_a_leavers_deals_were_handed_over(made):
    left = made.one("select $month5::date + 9")
    assert made.ask("select left_on, unit from people where 'demo:' || id = $moscow5") == [
        (left, "demo:moscow")
    ]
    handed = made.ask("""
        select c.to_person, c.occurred_on, count(*) from owner_changes c
        join deals d on 'demo:' || d.id = c.deal
        where c.from_person = $moscow5 and (d.closed_at is null or c.occurred_at < d.closed_at)
        group by all""")
    ((successor, day, deals),) = handed
    assert (successor, day) == ("demo:110", left)
    assert deals >= 5
    assert made.one("select count(*) from deals where owner = $moscow5 and outcome = 'open'") == 0


def test_a_seller_types_more_calls_than_there_were(made):
    over = by_key(
        made,
        """
        with facts as (
            select person, occurred_on as day, count(*) as calls from activities
            where kind = 'call' and (direction = 'out' or outcome <> 'missed')
                and author = 'person' group by all)
        select person, sum(value) / sum(coalesce(calls, 0)) from entries
        left join facts using (person, day)
        where metric = 'calls' and day < $month0 and day >= $month4 group by 1""",
    )

    assert 1.3 < over["budapest-3"] < 1.8
    assert all(0.98 < share < 1.1 for who, share in over.items() if who != "budapest-3")


def test_an_account_manager_forgets_daily_reports(made):
    filed = by_key(
        made,
        """
        with worked as (select distinct person, occurred_on as day from activities
            where author = 'person' and direction = 'out' and occurred_on >= $month4
              and occurred_on < $month0)
        select person, count(value) / count(*) from worked
        left join (from entries where metric = 'calls') using (person, day)
        join people p on 'demo:' || p.id = person
        where p.role <> 'head' group by 1""",
    )

    assert filed["accounts-3"] < 0.7
    assert min(share for who, share in filed.items() if who != "accounts-3") > 0.8


def test_stories_are_of_people_there_are(made):
    keys = {at(f"{team}-{n}", 0) for team, roles in ROLES.items() for n in range(1, len(roles) + 1)}

    assert {story.who for story in STORIES} <= keys | {*ROLES}
    assert {moment.who for moment in MOMENTS.values()} <= keys | {*ROLES, "marketing"}

"""What was found becomes alarms: opened, changed, over. In one transaction for each rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from merilo.periods import Period
from merilo.report.alerts.finding import Finding, Judged
from merilo.report.alerts.norm import Whose
from merilo.report.alerts.there import There
from merilo.web.alerts.models import Alarm, How, Rule, Telling
from merilo.web.alerts.receivers import Receivers

WEEK = timedelta(days=7)
LATELY = timedelta(days=40)  # before the days judged: whatever is older is over and stays so


@dataclass
class Settling:
    """A rule's findings of a span of days on their way to be alarms."""

    rule: Rule
    people: There
    receivers: Receivers
    now: datetime
    today: date

    def settle(self, found: Judged, span: Period) -> None:
        """All of them; or, if anything falls, none."""
        with transaction.atomic():
            rows: dict[Whose, list[Alarm]] = {}
            lately = Q(over=None) | Q(day__gte=span.since - LATELY) | Q(until__gt=self.today)
            for one in self.rule.alarms.filter(lately).select_related("rule").order_by("day", "pk"):
                rows.setdefault(one.whose, []).append(one)
            for whose, findings in found.findings.items():
                self.of(rows.setdefault(whose, []), findings)
            for whose, alarms in rows.items():
                self.gone(whose, alarms)
            known = max((f.day for those in found.findings.values() for f in those), default=None)
            judged = [day for day in (self.rule.judged, known) if day]
            Rule.objects.filter(pk=self.rule.pk).update(judged=max(judged, default=None))

    def of(self, alarms: list[Alarm], findings: Sequence[Finding]) -> None:
        """Somebody's findings in the order of time; of a period judged more than once the last
        holds."""
        last: dict[str, Finding] = {one.key: one for one in findings}
        before: Finding | None = None
        for one in findings if self.rule.norm.lasting else last.values():
            alarm = self.lasting(alarms, one) if self.rule.norm.lasting else same(alarms, one)
            if one.breach:
                alarm = self.broken(alarms, alarm, one, before)
            elif alarm and alarm.over is None:
                self.end(alarm)
            for other in alarms:
                if other is not alarm and other.over is None and self.earlier(other, one):
                    self.end(other)
            before = one
        self.open_again(alarms, findings)

    def earlier(self, alarm: Alarm, one: Finding) -> bool:
        """The alarm is of a period before that of the finding."""
        if self.rule.norm.lasting:
            return alarm.day < one.day
        return (alarm.day, alarm.key) < (one.day, one.key)

    def lasting(self, alarms: Sequence[Alarm], one: Finding) -> Alarm | None:
        """The alarm that goes on, or that a finding was of."""
        covering = [alarm for alarm in alarms if alarm.first <= one.day <= alarm.day]
        going = [alarm for alarm in alarms if alarm.over is None and alarm.day < one.day]
        return next(iter(covering or going), None)

    def broken(
        self, alarms: list[Alarm], alarm: Alarm | None, one: Finding, before: Finding | None
    ) -> Alarm:
        """A breach: its alarm as it is now, or a new one."""
        if alarm is None:
            return self.opened(alarms, one, before)
        if one.day >= alarm.day and said(alarm) != figures(one):
            alarm.since, alarm.day = one.span.since, one.day
            alarm.value, alarm.limit, alarm.size = one.value, one.limit, one.size
            alarm.low, alarm.high = one.low, one.high
            alarm.save(update_fields=["since", "day", "value", "limit", "low", "high", "size"])
        return alarm

    def opened(self, alarms: list[Alarm], one: Finding, before: Finding | None) -> Alarm:
        """A new alarm, with those who are to be told of it."""
        prior = same(alarms, before) if before and before.breach else None
        whose = one.whose
        held = self.people.posting(whose.person, one.day) if whose.person else None
        unit = whose.unit or (held.unit if held else "")
        alarm, made = Alarm.objects.get_or_create(
            rule=self.rule, person=whose.person, key=one.key,
            **({} if whose.person else {"unit": unit}),
            defaults={
                "unit": unit, "first": one.day if self.rule.norm.lasting else one.span.since,
                "since": one.span.since, "day": one.day, "value": one.value, "limit": one.limit,
                "low": one.low, "high": one.high, "size": one.size, "found": self.now,
                "again": prior.again + 1 if prior else 1,
            },
        )  # fmt: skip
        alarm.rule = self.rule
        alarms.append(alarm)
        if made:
            self.quiet(alarms, alarm)
        return alarm

    def quiet(self, alarms: Iterable[Alarm], alarm: Alarm) -> None:
        """What somebody put off until a day stays put off, also for the days in between; of
        everything else people are told."""
        off = [one for one in alarms if one is not alarm and one.how == How.LATER
               and one.until and one.until > self.today]  # fmt: skip
        if off:
            last = off[-1]
            alarm.answered, alarm.how, alarm.until = self.now, How.LATER, last.until
            alarm.who, alarm.note = last.who, last.note
            alarm.save(update_fields=["answered", "how", "until", "who", "note"])
            return
        Telling.objects.bulk_create(
            [Telling(alarm=alarm, to=to) for to in self.receivers.of(alarm)], ignore_conflicts=True
        )

    def open_again(self, alarms: Sequence[Alarm], findings: Sequence[Finding]) -> None:
        """An alarm that was over, if the latest of what was judged says otherwise by now: facts are
        corrected, too."""
        if not findings or not findings[-1].breach:
            return
        last, lasting = findings[-1], self.rule.norm.lasting
        for alarm in alarms:
            meant = alarm.first <= last.day <= alarm.day if lasting else alarm.key == last.key
            if alarm.over and meant:
                alarm.over = None
                alarm.save(update_fields=["over"])

    def end(self, alarm: Alarm) -> None:
        """It is over; of what nobody heard yet nobody need hear."""
        if Alarm.objects.filter(pk=alarm.pk, over=None).update(over=self.now):
            alarm.over = self.now
            Telling.objects.filter(alarm=alarm, at=None).delete()

    def gone(self, whose: Whose, alarms: Sequence[Alarm]) -> None:
        """Whoever left has no open alarms. Those of whoever the rule no longer means, for they went
        to another team, stay a week: the head of that day is to hear of them."""
        left = bool(whose.person) and self.people.posting(whose.person, self.today) is None
        if not left and self.people.about(self.rule.norm, whose, self.today):
            return
        for alarm in alarms:
            if alarm.over is None and (left or alarm.day < self.today - WEEK):
                self.end(alarm)


def same(alarms: Sequence[Alarm], one: Finding) -> Alarm | None:
    """The alarm of a finding's period."""
    return next((alarm for alarm in alarms if alarm.key == one.key), None)


def figures(one: Finding) -> tuple[object, ...]:
    """What of a finding an alarm keeps."""
    return one.span.since, one.day, one.value, one.limit, one.low, one.high


def said(alarm: Alarm) -> tuple[object, ...]:
    """The same of an alarm."""
    return alarm.since, alarm.day, alarm.value, alarm.limit, alarm.low, alarm.high

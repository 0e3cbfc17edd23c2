"""The words for days, times and repeats in a line that somebody types, in our three languages."""

from collections.abc import Sequence

from merilo.web.tasks.models import Repeat

TODAY = r"today|сегодня|ma|mára|máig"
TOMORROW = r"tomorrow|завтра|holnap(?:ra|ig)?"
AFTER = r"(?:the )?day after tomorrow|послезавтра|holnapután(?:ra|ig)?"
NEXT_WEEK = r"next week|(?:на )?следующ(?:ей|ую) недел[еюи]|jövő hét(?:en|re)?"
WEEK_END = (
    r"(?:by |the )*end of (?:the )?week|(?:до|к|в) конц[ауе] недели|(?:a )?hét végé(?:ig|re|n)"
)
MONTH_END = (
    r"(?:by |the )*end of (?:the )?month|(?:до|к|в) конц[ауе] месяца"
    r"|(?:a )?hó(?:nap)? végé(?:ig|re|n)"
)
AHEAD = (  # a number, or none for one; then the unit
    r"in (?P<en>\d+|an?|one) (?P<en_unit>day|week|month)s?"
    r"|через (?:(?P<ru>\d+) )?(?P<ru_unit>ден|дн|недел|месяц)\w*"
    r"|(?P<hu>\d+|egy) (?P<hu_unit>nap|hét|hónap) múlva"
)
BEFORE = r"(?:(?:by|on|until|till|due|before|for|до|к|ко|на|в|во) (?:the )?)?"
NEXT = r"(?P<next>next |следующ\w+ |jövő )?"
ENDING = r"(?:-?(?:[aáeéi]n|j[aáeé]n|[aáeé]ig|j?[eé]ig|ig|re|ra|án|én|th|st|nd|rd))?"
DAYS: Sequence[str] = (
    r"monday|понедельник\w{0,2}|hétfő(?:n|re|ig)?|пн|mon",
    r"tuesday|вторник\w{0,2}|kedd(?:en|re|ig)?|вт|tue",
    r"wednesday|сред(?:а|у|ы|е)|szerd[aá](?:n|ra|ig)?|ср|wed",
    r"thursday|четверг\w{0,2}|csütörtök(?:ön|re|ig)?|чт|thu",
    r"friday|пятниц(?:а|у|ы|е)|péntek(?:en|re|ig)?|пт|fri",
    r"saturday|суббот(?:а|у|ы|е)|szombat(?:on|ra|ig)?|сб",
    r"sunday|воскресень[еяю]|vasárnap(?:ra|ig)?|вс",
)
MONTHS: Sequence[str] = (
    r"jan(?:uary|uár)?|январ[ья]|янв", r"feb(?:ruary|ruár)?|феврал[ья]|фев",
    r"mar(?:ch)?|márc(?:ius)?|марта?|мар", r"apr(?:il|ilis)?|ápr(?:ilis)?|апрел[ья]|апр",
    r"may|máj(?:us)?|ма[йя]", r"june?|jún(?:ius)?|июн[ья]?", r"july?|júl(?:ius)?|июл[ья]?",
    r"aug(?:ust|usztus)?|августа?|авг", r"sept?(?:ember)?|szept(?:ember)?|сентябр[ья]|сент?",
    r"oct(?:ober)?|okt(?:óber)?|октябр[ья]|окт", r"nov(?:ember)?|ноябр[ья]|нояб?",
    r"dec(?:ember)?|декабр[ья]|дек",
)  # fmt: skip
REPEATS: Sequence[tuple[str, str]] = (
    (Repeat.WORK, r"every work(?:ing )?day|(?:каждый|по) рабочи[йм] д(?:ень|ням)|по будням"
                  r"|minden munkanap(?:on)?|munkanaponként"),
    (Repeat.DAY, r"every day|daily|каждый день|ежедневно|minden nap|naponta"),
    (Repeat.WEEK, r"every week|weekly|каждую неделю|еженедельно|minden héten|hetente"),
    (Repeat.MONTH, r"every month|monthly|каждый месяц|ежемесячно|minden hónapban|havonta"),
)  # fmt: skip
EVERY = (  # so many units
    r"every (?P<en>\d+) (?P<en_unit>day|week|month)s"
    r"|кажды[ех] (?P<ru>\d+) (?P<ru_unit>дн|ден|недел|месяц)\w*"
    r"|(?P<hu>\d+) (?P<hu_unit>nap|het|hav|hón)(?:onta|ente|aponta)"
)
EACH = r"(?:every |кажд(?:ый|ую|ое) |minden )"  # before a weekday
UNITS = {
    "day": Repeat.DAY, "ден": Repeat.DAY, "дн": Repeat.DAY, "nap": Repeat.DAY,
    "week": Repeat.WEEK, "недел": Repeat.WEEK, "hét": Repeat.WEEK, "het": Repeat.WEEK,
    "month": Repeat.MONTH, "месяц": Repeat.MONTH, "hónap": Repeat.MONTH, "hav": Repeat.MONTH,
    "hón": Repeat.MONTH,
}  # fmt: skip
HIGH = r"!{1,3}|urgent(?:ly)?|срочно|sürgős(?:en)?"
LOW = r"not urgent|low priority|не срочно|nem sürgős"
CLOCK = r"(?:(?:at|from|в|с|к) )?"
SPAN = r"(?P<h1>\d{1,2})[:.](?P<m1>[0-5]\d) ?[-–—] ?(?P<h2>\d{1,2})[:.](?P<m2>[0-5]\d)(?:-?ig)?"
HOUR = (
    r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?:-?(?:kor|ra|re|ig))?(?: ?(?P<half>am|pm))?"
    r"|(?P<h12>\d{1,2}) ?(?P<half12>am|pm)"
    r"|(?P<hhu>\d{1,2})(?: óra|-)kor"
)

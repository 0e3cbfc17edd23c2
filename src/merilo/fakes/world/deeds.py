"""What may happen in the company. Each deed changes rows and is written down."""

from merilo.fakes.world import names
from merilo.fakes.world.book import Book
from merilo.fakes.world.hours import midnight
from merilo.fakes.world.things import Company, Contact, Deal, Stage, Task, Touch

SAME = -1  # by whoever owns the row
DAY = 86_400


class Deeds(Book):
    """Deeds take `at` (seconds; now) and `by` (a person, None: a robot; the owner)."""

    def found(self, at: int | None = None, owner: int = 0, by: int | None = SAME) -> Company:
        """A company becomes known."""
        when, n = self.at(at), len(self.companies)
        by = owner if by == SAME else by
        row = Company(n, when, when, by, by, False, names.company(n), owner, names.phone(n, 2),
                      f"office{n}@firm.example", [], [])  # fmt: skip
        self.companies.append(row)
        self.seen(row)
        self.record("company added", row, when, by)
        return row

    def meet(
        self, at: int | None = None, owner: int = 0, company: int | None = None,
        by: int | None = SAME,
    ) -> Contact:  # fmt: skip
        """A person at a company, or a private one, becomes known."""
        when, n = self.at(at), len(self.contacts)
        by = owner if by == SAME else by
        row = Contact(n, when, when, by, by, False, names.person(n + 3), owner, names.phone(n, 3),
                      f"contact{n}@mail.example", company, [])  # fmt: skip
        self.contacts.append(row)
        if company is not None:
            self.companies[company].contacts.append(n)
        self.seen(row)
        self.record("contact added", row, when, by)
        return row

    def create(
        self, at: int | None = None, owner: int = 0, stage: Stage | None = None, amount: int = 0,
        contact: Contact | None = None, company: Company | None = None, source: int | None = None,
        lines: tuple[tuple[int, int], ...] = (), by: int | None = SAME,
    ) -> Deal:  # fmt: skip
        """A deal appears, open."""
        when, n = self.at(at), len(self.deals)
        by = owner if by == SAME else by
        stage = stage or self.pipelines[0].of("open")
        if company is None and contact is not None and contact.company is not None:
            company = self.companies[contact.company]
        name = f"{names.WANTS[n % len(names.WANTS)]} {n}"
        row = Deal(n, when, when, by, by, False, name, owner, contact.number if contact else None,
                   company.number if company else None, stage, amount, None, None, source, lines,
                   [])  # fmt: skip
        self.deals.append(row)
        for card in (contact, company):
            if card:
                card.deals.append(n)
        self.seen(row)
        self.record("deal added", row, when, by, None, stage)
        return row

    def move(
        self, deal: Deal, stage: Stage, at: int | None = None, by: int | None = SAME,
        reason: int | None = None,
    ) -> None:  # fmt: skip
        """Into another stage, of the same pipeline or of another."""
        when, before = self.at(at), deal.stage
        by = deal.owner if by == SAME else by
        deal.stage = stage
        deal.closed_at = None if stage.kind == "open" else when
        deal.reason = reason if stage.kind == "lost" else None
        self.bump(deal, when, by)
        self.record("deal moved", deal, when, by, before, stage)

    def win(self, deal: Deal, at: int | None = None, by: int | None = SAME) -> None:
        """Into the won stage of its pipeline."""
        self.move(deal, self.pipelines[deal.stage.pipeline].of("won"), at, by)

    def lose(
        self, deal: Deal, reason: int | None = 0, at: int | None = None, by: int | None = SAME
    ) -> None:
        """Into the lost stage of its pipeline."""
        self.move(deal, self.pipelines[deal.stage.pipeline].of("lost"), at, by, reason)

    def reopen(self, deal: Deal, at: int | None = None, by: int | None = SAME) -> None:
        """Back into the first open stage of its pipeline."""
        self.move(deal, self.pipelines[deal.stage.pipeline].of("open"), at, by)

    def hand(self, deal: Deal, person: int, at: int | None = None, by: int | None = SAME) -> None:
        """To another owner."""
        when, before = self.at(at), deal.owner
        by = before if by == SAME else by
        deal.owner = person
        self.bump(deal, when, by)
        self.record("deal handed", deal, when, by, before, person)

    def price(self, deal: Deal, amount: int, at: int | None = None, by: int | None = SAME) -> None:
        """Another amount."""
        when, before = self.at(at), deal.amount
        by = deal.owner if by == SAME else by
        deal.amount = amount
        self.bump(deal, when, by)
        self.record("deal priced", deal, when, by, before, amount)

    def rename(
        self, card: Deal | Contact | Company, name: str, at: int | None = None,
        by: int | None = SAME,
    ) -> None:  # fmt: skip
        """Another name."""
        when, before = self.at(at), card.name
        by = card.owner if by == SAME else by
        card.name = name
        self.bump(card, when, by)
        self.record(f"{card.kind} renamed", card, when, by, before, name)

    def delete(
        self, row: Deal | Contact | Company | Task | Touch, at: int | None = None,
        by: int | None = SAME,
    ) -> None:  # fmt: skip
        """It is gone for the CRM: a card, a task, or what was done."""
        when = self.at(at)
        owner = row.person if isinstance(row, Task | Touch) else row.owner
        by = owner if by == SAME else by
        row.deleted = True
        self.bump(row, when, by)
        self.record(f"{row.kind} deleted", row, when, by)

    def restore(self, deal: Deal, at: int | None = None, by: int | None = SAME) -> None:
        """A deleted deal is back."""
        when = self.at(at)
        by = deal.owner if by == SAME else by
        deal.deleted = False
        self.bump(deal, when, by)
        self.record("deal restored", deal, when, by)

    def merge(self, deal: Deal, into: Deal, at: int | None = None, by: int | None = SAME) -> None:
        """Two cards of one deal become one: `deal` is gone."""
        when = self.at(at)
        by = into.owner if by == SAME else by
        deal.deleted, deal.merged_into = True, into.number
        self.bump(deal, when, by)
        self.bump(into, when, by)
        self.record("deal merged", into, when, by, deal.number, into.number)

    def touch(
        self, what: str, deal: Deal | None, at: int | None = None, *, direction: str = "out",
        talk: int = 0, wait: int = 0, outcome: str = "", on: str = "", twin: bool = False,
        by: int | None = SAME, phone: str = "",
    ) -> Touch:  # fmt: skip
        """A call, email, sms, chat message or comment; without a deal a stranger's."""
        when = self.at(at)
        person = (deal.owner if deal else 0) if by == SAME else by
        contact = None if deal is None else deal.contact
        company = None if deal is None else deal.company
        on = on or ("nothing" if deal is None else "deal")
        on = "deal" if {"contact": contact, "company": company}.get(on, 0) is None else on
        twin = twin and on == "contact" and company is not None
        number = len(self.touches)
        phone = phone or (names.phone(number, 9) if contact is None
                          else self.contacts[contact].phone)  # fmt: skip
        row = Touch(number, when, when, person, person, False, what, direction, person,
                    deal.number if deal else None, contact, company, on, twin, phone, talk, wait,
                    outcome)  # fmt: skip
        self.touches.append(row)
        self.seen(row)
        self.record(what, row, when, person)
        return row

    def call(
        self, deal: Deal | None, at: int | None = None, *, direction: str = "out", talk: int = 60,
        wait: int = 12, outcome: str = "", on: str = "contact", twin: bool = False,
        by: int | None = SAME, phone: str = "",
    ) -> Touch:  # fmt: skip
        """A call. What came of it, unless said: reached if anybody talked, else missed."""
        outcome = outcome or ("reached" if talk else "missed")
        return self.touch(
            "call", deal, at, direction=direction, talk=talk, wait=wait, by=by, outcome=outcome,
            on=on if deal else "", twin=twin, phone=phone,
        )  # fmt: skip

    def task(
        self, deal: Deal, due: int | None = None, at: int | None = None, *, what: str = "task",
        person: int | None = None, text: str = "Перезвонить", by: int | None = SAME,
    ) -> Task:  # fmt: skip
        """Something to be done: by the end of the next day, unless said."""
        when = self.at(at)
        by = deal.owner if by == SAME else by
        due = midnight(when + DAY) if due is None else due
        person = deal.owner if person is None else person
        row = Task(len(self.tasks), when, when, by, by, False, what, person, deal.number, due,
                   None, text)  # fmt: skip
        self.tasks.append(row)
        deal.tasks.append(row.number)
        self.seen(row)
        self.bump(deal, when, by)
        self.record("task added", row, when, by)
        return row

    def finish(self, task: Task, at: int | None = None, by: int | None = SAME) -> None:
        """It is done; a meeting was held."""
        when = self.at(at)
        by = task.person if by == SAME else by
        task.done_at = when
        self.bump(task, when, by)
        self.bump(self.deals[task.deal], when, by)
        self.record("task done", task, when, by)

    def postpone(self, task: Task, due: int, at: int | None = None, by: int | None = SAME) -> None:
        """It is to be done at another time."""
        when, before = self.at(at), task.due_at
        by = task.person if by == SAME else by
        task.due_at = due
        self.bump(task, when, by)
        self.bump(self.deals[task.deal], when, by)
        self.record("task due", task, when, by, before, due)

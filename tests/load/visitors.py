"""Heads of sales at work, for locust: they look at the table, sort it, open figures, come back."""

import random
import re

from locust import HttpUser, between, task

PERIODS = ("last-month", "this-month", "last-quarter", "yesterday", "last-week")
SORTS = ("-calls", "deals_won", "-average_check", "person")
METRICS = ("calls", "meetings", "conversations", "lead_processing")  # for every role


class Head(HttpUser):
    """One of them; comes in by the demo door."""

    wait_time = between(1, 4)

    def on_start(self) -> None:
        page = self.client.get("/sign-in/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        looks = re.findall(r'name="as" value="(\d+)"', page)
        self.client.post(
            "/look/", {"csrfmiddlewaretoken": token[1], "as": random.choice(looks)}, name="/look/",
            headers={"Referer": self.host},
        )  # fmt: skip

    @task(6)
    def people(self) -> None:
        asked = {"period": random.choice(PERIODS), "sort": random.choice(SORTS)}
        self.client.get("/people/", params=asked, name="/people/")

    @task(2)
    def figure(self) -> None:
        asked = {"period": random.choice(PERIODS)}
        self.client.get(f"/figures/{random.choice(METRICS)}/", params=asked, name="/figures/")

    @task(1)
    def dictionary(self) -> None:
        self.client.get("/metrics/")

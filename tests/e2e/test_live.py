"""The company that keeps happening: what happens in its CRM stands on the pages by itself."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import yaml
from playwright.sync_api import Page, expect

from merilo.fakes.amocrm import AmoCRM
from tests import written
from tests.e2e.conftest import look, watched
from tests.e2e.served import RUN, environment, wait
from tests.servers import free

pytestmark = pytest.mark.slow
AMOUNT = 1_234_567


@dataclass
class Living:
    """Its pages, its CRM, and the file of the connection."""

    address: str
    crm: str
    file: Path

    def tell(self, door: str, **said: Any) -> Any:
        """Ask or change something in the CRM."""
        body = json.dumps(said).encode() if said else None
        request = Request(f"{self.crm}/_fake/{door}", body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def every(self, seconds: int) -> None:
        """How often the CRM is asked."""
        said = yaml.safe_load(self.file.read_text("utf-8"))
        self.file.write_text(yaml.safe_dump({**said, "every_s": seconds}), "utf-8")


@contextmanager
def living(home: Path) -> Iterator[Living]:
    """`merilo demo --live`, until the end of the block."""
    port, log = free(), home.parent / "live.log"
    with log.open("wb") as out:
        command = [*RUN, "demo", "--live", "--home", str(home), "--port", str(port)]
        env = environment(
            XDG_CONFIG_HOME=str(home.parent / "config"), MERILO_PRIVATE_HOSTS="127.0.0.1"
        )  # fmt: skip
        running = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env)
        try:
            wait(f"http://127.0.0.1:{port}", running, log)
            file = home / "connections" / "demo-crm.yaml"
            crm = yaml.safe_load(file.read_text("utf-8"))["settings"]["address"]
            yield Living(f"http://127.0.0.1:{port}", crm, file)
        finally:
            running.terminate()
            running.wait(60)


def on_today(page: Page) -> str:
    """A deal that stands among the matters."""
    names = page.locator(".subjects li").all_inner_texts()
    return names[0].splitlines()[0].strip()


def test_what_happens_in_the_crm_stands_on_the_pages(browser, tmp_path):
    with living(written.lay(tmp_path / "home")) as company:
        company.every(3600)  # nobody asks: the CRM has to call
        page = browser.new_context(base_url=company.address, locale="en-GB").new_page()
        page.set_default_timeout(60_000)
        wrong = watched(page)
        look(page, "director")
        page.goto("/today/")
        name = on_today(page)
        deal = next(d for d in company.tell("truth?table=deals") if d["name"] == name)

        company.tell("deed", what="price", deal=deal["id"], amount=AMOUNT)
        company.tell("deed", what="win", deal=deal["id"])
        # It is won, so that nothing has to be done about it; nobody has loaded the page again.
        expect(page.locator(".subjects li", has_text=name)).to_have_count(0, timeout=60_000)

        page.goto("/figures/revenue/rows/?period=today")
        expect(page.get_by_text(name).first).to_be_visible()
        expect(page.locator("main")).to_contain_text("1,234,567")
        assert wrong == []
        signed_in_by_agreeing(browser, company)


def signed_in_by_agreeing(browser, company: Living) -> None:
    """The administrator refuses the CRM's question, then agrees; no code stays in an address."""
    page = browser.new_context(base_url=company.address, locale="en-GB").new_page()
    page.set_default_timeout(60_000)
    wrong, seen = watched(page), []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    look(page, "administrator")
    page.goto("/connections/demo-crm/sign-in/?way=oauth")
    company.tell("tokens", redirect=page.locator(".copied input").input_value())
    for answer in ("deny", "allow"):
        page.fill("#f-client_id", AmoCRM.client_id)
        page.fill("#f-client_secret", AmoCRM.client_secret)
        page.locator("button[value=go]").click()
        page.locator(f"#{answer}").click()
        said = {"deny": "access was not granted there", "allow": "Signed in: "}[answer]
        expect(page.locator("main .note").first).to_contain_text(said)
    assert page.url == f"{company.address}/connections/demo-crm/"
    assert not [one for one in seen if company.address in one and "state=" in one]
    assert wrong == []

"""What axe finds wrong with a page, by WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# Of what is in order it would tell each place, which takes longer than looking.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """The rules that are broken, with the first places."""
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in Axe().run(page, options=OPTIONS).response["violations"]
        for node in rule["nodes"][:3]
    ]

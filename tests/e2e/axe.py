"""What axe finds wrong with a page, by WCAG 2.2 AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# Of what is in order it would tell each place, which takes longer than looking.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
RUN = "(options) => axe.run(options).then((found) => found.violations)"


def violations(page: Page) -> list[str]:
    """The rules that are broken, with the first places."""
    if not page.evaluate("'axe' in window"):  # it stays until another document is loaded
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in page.evaluate(RUN, OPTIONS)
        for node in rule["nodes"][:3]
    ]

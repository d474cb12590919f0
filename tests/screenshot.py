"""Take the pictures of the documentation anew, from the real app over the sample archive.

In: nothing. Out: `docs/img/*.png`. Run it from the root of the checkout, where a Chromium and the Noto fonts are::

    python -m tests.screenshot
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from engines import open_index
from sample import write_archive
from tests.browser import chromium, executable, served

PICTURES = Path(__file__).parent.parent / "docs" / "img"
QUERY = (
    "/search?q=бібліотека+OR+театр&source=Наддніпрянський+вісник&source=Кур’єр+Полісся&lang=uk&from=2010&to=2024&ui=uk"
)
SHOTS = (("search", QUERY, (1360, 1120), "light"),)


def main() -> None:
    path = executable()
    if path is None:
        sys.exit("No Chromium was found: `make browser` installs one, or set BACKFILE_TEST_CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        archive, index = Path(name) / "archive", Path(name) / "index"
        write_archive(archive)
        subprocess.run([sys.executable, "-m", "backfile", "index", archive, "--index", index], check=True)
        engine = open_index(str(index))
        with served(engine) as address, chromium(path) as browser:
            for shot in SHOTS:
                take(browser, address, *shot)
        engine.close()


def take(browser: Browser, address: str, name: str, path: str, size: tuple[int, int], scheme: str) -> None:
    """Take one picture of what a window of this size shows."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + path)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()

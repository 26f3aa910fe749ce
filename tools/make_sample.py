"""Makes docs/sample-briefing.html and docs/sample-invented.html, the briefings that the demo leaves, and pictures.

docs/briefing.png is the first screen of the first.

Run from the root of the project: make sample. Needs Chromium (make setup-system).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from firstlight.pipeline import demo
from firstlight.pipeline.demo import invented_briefing

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDTH, HEIGHT = 1280, 900  # pixels


def main() -> None:
    """Run the demo in a folder of its own, keep its page, and take the picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium: `make setup-system` installs it")
    with tempfile.TemporaryDirectory() as folder:
        page, _ = demo(Path(folder) / "demo")
        shutil.copyfile(page, DOCS / "sample-briefing.html")
        ask = invented_briefing(page.parent)
        shutil.copyfile(ask, DOCS / "sample-invented.html")
        picture = Path(folder) / "briefing.png"
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--window-size={WIDTH},{HEIGHT}",
        ]
        run = [chromium, *options, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(run, check=True, capture_output=True, timeout=120)
        shutil.copyfile(picture, DOCS / "briefing.png")
    print(f"{DOCS / 'sample-briefing.html'}\n{DOCS / 'briefing.png'}")


if __name__ == "__main__":
    main()

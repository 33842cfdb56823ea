"""Pictures of each kind of page for docs/: `make screenshots`. One sheet a page: narrow, middling, wide, dark and on paper."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from briefgen.build import build
from briefgen.preparing import BuildOptions

from .conftest import ROOT, chromium, serve

PAGES = {
    "front": "", "article": "articles/johnson-congratulates-zelensky/", "claim": "claims/kyiv-region-retaken/",
    "person": "people/hanna-malyar/", "place": "places/kyiv-oblast/", "topic": "topics/russia-ukraine-war/",
    "register": "claims/", "timeline": "timeline/", "changes": "changes/", "as-of": "as-of/2022-04-06/",
    "search": "search/?q=kyiv", "map": "map/", "source": "sources/standard-2022-04-02/",
}  # fmt: skip
GALLERY = "articles/every-part/"
TALL = 1400
"""Pixels of a page that are shown: enough to judge it by."""
HEIGHT = 560
"""Height of a sheet, in pixels."""
GAP = 12
GREY = "#8a8a86"


def main(folder: Path) -> None:
    """Write one sheet for each kind of page, and one for the gallery of parts."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        for project, pages in ((ROOT, PAGES), (ROOT / "docs" / "gallery", {"gallery": GALLERY})):
            site = Path(made) / project.name
            built = build(project, BuildOptions(output=site, base_url="http://127.0.0.1/some/path/"))
            assert built.written is not None, built.prepared.diagnostics
            server, address = serve(site)
            for name, path in pages.items():
                _sheet(browser, address + path).save(folder / f"{name}.webp", quality=62, method=6)
                sys.stdout.write(f"{folder / name}\n")
            server.shutdown()
            server.server_close()
            shutil.rmtree(site)


def _sheet(browser: Browser, address: str) -> Image.Image:
    """One page in all its dresses, side by side."""
    views = [
        *(
            _view(browser, address, width, scheme)
            for width, scheme in ((390, "light"), (820, "light"), (1280, "light"))
        ),
        _view(browser, address, 1280, "dark"),
        _view(browser, address, 794, "light", "print"),
    ]
    small = [
        view.resize((round(view.width * HEIGHT / view.height), HEIGHT), Image.Resampling.LANCZOS) for view in views
    ]
    sheet = Image.new("RGB", (sum(one.width + GAP for one in small) + GAP, HEIGHT + 2 * GAP), GREY)
    left = GAP
    for one in small:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    return sheet


def _view(browser: Browser, address: str, width: int, scheme: str, media: str = "screen") -> Image.Image:
    """The upper part of a page as a picture."""
    context = browser.new_context(viewport={"width": width, "height": TALL}, color_scheme=scheme)  # type: ignore[arg-type]
    page: Page = context.new_page()
    page.goto(address, wait_until="networkidle" if "?" in address else "load")
    page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]
    data = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")

"""Pictures in a real browser: what may distress is not even loaded before somebody asks for it."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from briefgen.build import build
from briefgen.preparing import BuildOptions

ARTICLE = "---\ntitle: A bridge\ndate: 2022-04-02\nsensitivity: [graphic]\ncontent_note: Bodies.\nimage: {src: x.jpg, alt: A bridge, credit: Ada}\n---\n![Again](x.jpg)\n"


def test_what_may_distress_is_loaded_when_it_is_asked_for(browser: Browser, tmp_path: Path) -> None:
    """No request for a folded picture; one for the form and size that fit, once it is unfolded."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 900)).save(out, "JPEG")
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/x.jpg").write_bytes(out.getvalue())
    (tmp_path / "content/articles/a.md").write_text(ARTICLE)
    assert build(tmp_path, BuildOptions()).written is not None
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "site/articles/a/index.html").as_uri(), wait_until="networkidle")
    assert page.locator("img").count() == 2
    assert not [one for one in asked if "/x." in one]
    with page.expect_request("**/x.*") as request:
        page.get_by_text("Show the picture").first.click()
    assert request.value.url.endswith("-480.avif")
    page.close()

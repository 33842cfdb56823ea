"""Pictures: what readers are sent, what they are spared, and what is never told of where they were taken."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from small_sites import SmallSite

from briefgen.build import build
from briefgen.images.metadata import stripped
from briefgen.preparing import BuildOptions

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
SECRET = b"SECRET-PLACE"
IMAGE = "image: {src: images/bridge.jpg, alt: A bridge, credit: Ada, focal: [0.2, 0.9]}\n"
ARTICLE = f"---\ntitle: A bridge\ndate: 2022-04-02\n{IMAGE}---\nText.\n\n![Another view](images/bridge.jpg)\n"


def picture(form: str = "JPEG", width: int = 1600, height: int = 900, turned: int = 1) -> bytes:
    """A picture that says where it was taken."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = SECRET.decode()
    out = io.BytesIO()
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    extra = {"pnginfo": told} if form == "PNG" else {"comment": SECRET} if form in {"JPEG", "GIF"} else {}
    image.save(out, form, exif=exif, xmp=b"<x>" + SECRET + b"</x>", **extra)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_metadata_goes_and_the_picture_stays(form: str) -> None:
    """What cameras and programs write into a file is gone; every dot is as it was."""
    before = picture(form)
    after = stripped(before)
    assert SECRET in before
    assert after is not None
    assert SECRET not in after
    assert _opened(after).tobytes() == _opened(before).tobytes()


def test_pictures_are_written_in_several_sizes(small_site: Make) -> None:
    """A picture comes in three forms and the sizes that it has dots for, with its dimensions on the page."""
    site = small_site({"articles/a.md": ARTICLE, "images/bridge.jpg": picture(width=1000, height=500)})
    site.build()
    files = {
        path.name.partition(".")[2].partition("-")[2] or path.name for path in (site.root / "site/images").iterdir()
    }
    assert files == {f"{size}.{form}" for size in (480, 960, 1000) for form in ("avif", "webp", "jpg")} | {"bridge.jpg"}
    page = site.page("articles/a/index.html")
    assert page.count('width="1000" height="500"') == 2
    assert page.count('type="image/avif"') == 2
    assert 'class="fx-25 fy-100" fetchpriority="high"' in page
    assert page.count('loading="lazy"') == 1
    for path in (site.root / "site/images").iterdir():
        assert SECRET not in path.read_bytes()
        assert _opened(path.read_bytes()).width in {480, 960, 1000}


def test_pictures_are_turned_as_the_camera_was_held(small_site: Make) -> None:
    """A picture that only its metadata turned upright stays upright without them."""
    site = small_site({"articles/a.md": ARTICLE, "images/bridge.jpg": picture(width=400, height=200, turned=6)})
    site.build()
    assert 'width="200" height="400"' in site.page("articles/a/index.html")
    sizes = {_opened(path.read_bytes()).size for path in (site.root / "site/images").iterdir()}
    assert sizes == {(200, 400)}


def test_equal_pictures_give_equal_bytes(small_site: Make, tmp_path: Path) -> None:
    """With one process or two, with what is in store or without, the files are the same."""
    files = {f"images/{number}.png": picture("PNG", 700 + number, 300) for number in range(3)}
    site = small_site({"articles/a.md": ARTICLE, "images/bridge.jpg": picture(), **files})
    seen = []
    for jobs, clean in ((1, False), (2, True), (1, False)):
        output = tmp_path / f"out{len(seen)}"
        assert build(site.root, BuildOptions(output=output, jobs=jobs, clean=clean)).written is not None
        seen.append({path.name: path.read_bytes() for path in (output / "images").iterdir()})
    assert seen[0] == seen[1] == seen[2]


def test_a_picture_is_encoded_once(small_site: Make) -> None:
    """What was encoded is kept, and forgotten with its picture."""
    site = small_site({"articles/a.md": ARTICLE, "images/bridge.jpg": picture()})
    site.build()
    store = site.root / ".briefgen/pictures"
    first = {path.name for path in store.iterdir()}
    assert len(first) == 10
    for path in store.iterdir():
        path.write_bytes(b"damaged")
    (site.root / "site/images/bridge.jpg").unlink()
    site.build()
    assert SECRET not in (site.root / "site/images/bridge.jpg").read_bytes()
    (site.root / "content/images/bridge.jpg").write_bytes(picture(width=500))
    site.build()
    assert not first & {path.name for path in store.iterdir()}


def test_a_site_may_copy_its_pictures(small_site: Make) -> None:
    """`images: false` copies, and so does the folder for files in any case."""
    both = {"images/bridge.jpg": picture(), "files/original.jpg": picture()}
    site = small_site({"articles/a.md": ARTICLE, **both})
    site.build()
    assert (site.root / "site/files/original.jpg").read_bytes() == both["files/original.jpg"]
    site.with_files({"/briefgen.yaml": "images: false\n"}).build()
    assert [path.name for path in (site.root / "site/images").iterdir()] == ["bridge.jpg"]
    assert (site.root / "site/images/bridge.jpg").read_bytes() == both["images/bridge.jpg"]
    assert "srcset" not in site.page("articles/a/index.html")


def test_pictures_that_may_distress_are_folded_away(small_site: Make) -> None:
    """On the page of an article that warns of them, and on no other page, are they shown unasked."""
    files = {
        "articles/a.md": ARTICLE.replace("image:", "sensitivity: [graphic]\ncontent_note: Bodies.\nimage:"),
        "images/bridge.jpg": picture(),
    }
    site = small_site(files)
    site.build()
    page = site.page("articles/a/index.html")
    assert page.count("bg-veil") == 2
    assert page.count("<img") == page.count('loading="lazy"') == 2
    assert "<img" not in site.page("index.html")


def test_animations_stay_as_they_are(small_site: Make) -> None:
    """An animation has no further sizes."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    site = small_site({"articles/a.md": ARTICLE.replace("bridge.jpg", "move.gif"), "images/move.gif": out.getvalue()})
    site.build()
    assert [path.name for path in (site.root / "site/images").iterdir()] == ["move.gif"]
    assert _opened((site.root / "site/images/move.gif").read_bytes()).n_frames == 3
    assert 'width="60" height="40"' in site.page("articles/a/index.html")

"""Marks are drawn on the image, where the elements are."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from paestudio.browser.marks import draw_marks
from paestudio.core.records import Element, Observation


def photo(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG", quality=95)
    return out.getvalue()


def changed(before: bytes, after: bytes) -> tuple[int, int, int, int] | None:
    pair = [Image.open(io.BytesIO(data)).convert("L") for data in (before, after)]
    return ImageChops.difference(*pair).point(lambda p: 255 if p > 60 else 0).getbbox()


def seen(*elements: Element) -> Observation:
    return Observation("http://x/", "X", elements)


def test_an_element_gets_a_frame_and_its_ref() -> None:
    before = photo(400, 300)
    box = changed(before, draw_marks(before, seen(Element(7, "link", "A", box=(100, 100, 80, 40)))))
    assert box is not None
    left, top, right, bottom = box
    assert abs(left - 100) <= 2
    assert abs(right - 181) <= 3
    assert abs(bottom - 141) <= 3
    assert 80 <= top < 98  # the label stands on top of the frame


def test_the_ratio_scales_the_marks() -> None:
    before = photo(800, 600)
    box = changed(before, draw_marks(before, seen(Element(7, "link", "A", box=(100, 100, 80, 40))), ratio=2))
    assert box is not None
    assert abs(box[0] - 200) <= 3
    assert abs(box[2] - 362) <= 5


def test_what_cannot_be_clicked_gets_none() -> None:
    before = photo(200, 100)
    hidden = seen(
        Element(1, "link", "A", box=(10, 10, 50, 20), covered_by=-1),
        Element(2, "link", "B", box=(10, 50, 50, 20), on_screen=False),
    )
    assert changed(before, draw_marks(before, hidden)) is None


def test_labels_stay_inside_and_apart() -> None:
    before = photo(200, 100)
    crowd = seen(
        *[Element(n, "link", "A", box=(-5, -5, 60, 20)) for n in (1, 2, 3)],
        Element(4, "link", "B", box=(180, 90, 60, 60)),
    )
    image = Image.open(io.BytesIO(draw_marks(before, crowd)))
    assert image.size == (200, 100)

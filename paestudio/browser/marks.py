"""Set-of-marks: numbered frames around the elements, drawn on the photograph and never on the page.

Source: Yang et al., "Set-of-Mark Prompting"; the page stays as the site made it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from paestudio.core.records import Observation

COLOURS = ("#d81b60", "#1e88e5", "#00796b", "#8e24aa", "#e65100", "#3949ab")
QUALITY = 80

Box = tuple[float, float, float, float]
Mark = tuple[int, float, float, float, float]  # ref, x, y, width, height in CSS pixels


def draw_marks(jpeg: bytes, seen: Observation, ratio: float = 1.0) -> bytes:
    """`jpeg` with every element that can be clicked framed and labelled with its ref.

    `ratio` is image pixels a CSS pixel (1 for our own photographs). Elements off the screen or covered get none.
    """
    marks = [(e.ref, *e.box) for e in seen.elements if e.on_screen and e.covered_by is None]
    out = io.BytesIO()
    marked(jpeg, marks, ratio).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def marked(jpeg: bytes, marks: Sequence[Mark], ratio: float = 1.0, size: tuple[int, int] | None = None) -> Image.Image:
    """The photograph, at `size` when given, with those frames on it."""
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    if size is not None and image.size != size:
        image = image.resize(size)
    draw = ImageDraw.Draw(image)
    taken: list[Box] = []
    for mark in marks:
        draw.rectangle(_frame(mark, ratio, image.size), outline=_colour(mark), width=max(1, round(2 * ratio)))
    for mark in marks:
        _label(draw, mark, ratio, image.size, taken)
    return image


def _colour(mark: Mark) -> str:
    return COLOURS[mark[0] % len(COLOURS)]


def _frame(mark: Mark, ratio: float, size: tuple[int, int]) -> Box:
    x, y, width, height = (n * ratio for n in mark[1:])
    left, top = max(0.0, x), max(0.0, y)
    return left, top, max(left, min(size[0] - 1, x + width)), max(top, min(size[1] - 1, y + height))


def _label(draw: ImageDraw.ImageDraw, mark: Mark, ratio: float, size: tuple[int, int], taken: list[Box]) -> None:
    font, text = _font(round(12 * ratio)), str(mark[0])
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    width, height = right - left + 4 * ratio, bottom - top + 4 * ratio
    box = _free_place(_frame(mark, ratio, size), width, height, size, taken)
    taken.append(box)
    draw.rectangle(box, fill=_colour(mark))
    draw.text((box[0] + 2 * ratio - left, box[1] + 2 * ratio - top), text, fill="white", font=font)


def _free_place(frame: Box, width: float, height: float, size: tuple[int, int], taken: list[Box]) -> Box:
    """At a corner of the frame, outside it if that is free, where no other label is."""
    x0, y0, x1, y1 = frame
    corners = ((x0, y0 - height), (x1 - width, y0 - height), (x0, y1), (x1 - width, y1), (x0, y0), (x1 - width, y0))
    places = [_inside(x, y, width, height, size) for x, y in corners]
    return next((p for p in places if not any(_meet(p, other) for other in taken)), places[0])


def _inside(x: float, y: float, width: float, height: float, size: tuple[int, int]) -> Box:
    x, y = min(max(0.0, x), size[0] - width), min(max(0.0, y), size[1] - height)
    return x, y, x + width, y + height


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8, size))

"""Requests, replies, and the shop that turns one into the other: templates, routes, errors."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from paestudio.demo.content import Content
from paestudio.demo.session import Session

_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asked. `query` and `form` keep the last value of a name."""

    method: str
    path: str
    session: Session
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str]]:
        """The query as it was sent."""
        return list(self.query.items())


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back. `location` is set for a redirect; `keep` lets the browser keep the file for an hour."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    keep: bool = False


Handler = Callable[..., Response]
Route = tuple[str, str, Handler]  # method, regular expression of the path, function


def redirect(location: str) -> Response:
    """Go there with a GET."""
    return Response(status=303, location=location)


def read_form(text: str) -> dict[str, str]:
    """A query or a posted form as a mapping; empty values are kept."""
    return dict(parse_qsl(text, keep_blank_values=True))


def pounds(pence: int) -> str:
    """£12.50 from 1250."""
    return f"£{pence // 100}.{pence % 100:02}"


def shades(tint: str) -> dict[str, str]:
    """The colours of a drawing, made of one: `tint`, `dark`, `light`, `pale` (its background)."""
    red, green, blue = (int(tint[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, rich = colorsys.rgb_to_hls(red, green, blue)

    def tone(lightness: float, saturation: float) -> str:
        return "#" + "".join(f"{round(255 * c):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))

    return {
        "tint": tint,
        "dark": tone(light * 0.68, rich),
        "light": tone(min(0.86, light * 1.25 + 0.1), rich * 0.9),
        "pale": tone(0.945, min(0.45, rich * 0.6)),
    }


class Shop:
    """Content, templates and routes. `handle` is safe to call from many threads."""

    def __init__(self, folder: Path, routes: list[Route]) -> None:
        self.content = Content(folder / "data")
        self._static = folder / "static"
        self._routes = [(method, re.compile(pattern), handler) for method, pattern, handler in routes]
        loader = FileSystemLoader([folder / "templates", folder])
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.filters["pounds"] = pounds
        self._templates.globals.update(content=self.content, shop=self.content.shop)

    def handle(self, request: Request) -> Response:
        """The reply to a request. A path nobody serves is 404, a method it does not know is 405."""
        known = False
        for method, pattern, handler in self._routes:
            if match := pattern.fullmatch(request.path):
                known = True
                if method == request.method:
                    with request.session.lock:
                        return handler(self, request, **match.groupdict())
        with request.session.lock:
            return self.refuse(request, 405) if known else self.missing(request)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page of the site from its template."""
        message, request.session.message = request.session.message, ""
        html = self._templates.get_template(template).render(
            request=request, session=request.session, message=message, **values
        )
        return Response(html.encode(), status)

    def missing(self, request: Request) -> Response:
        """The page for an address that leads nowhere."""
        return self.page(request, "missing.html", status=404)

    def refuse(self, request: Request, status: int) -> Response:
        """The page for a request that cannot be served this way."""
        return self.page(request, "refused.html", status=status)

    def picture(self, slug: str) -> Response | None:
        """The drawing of a product, in its colours."""
        product = self.content.products.get(slug)
        if product is None:
            return None
        svg = self._templates.get_template(f"pictures/{product.picture}.svg").render(shades(product.tint))
        return Response(svg.encode(), kind=_TYPES[".svg"], keep=True)

    def file(self, name: str) -> Response | None:
        """A file of the static folder, by its bare name."""
        path = self._static / name
        if path.suffix not in _TYPES or not path.is_file():
            return None
        return Response(path.read_bytes(), kind=_TYPES[path.suffix], keep=True)

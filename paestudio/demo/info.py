"""What to read and what to send: help, shops, workshops, news, about, and their forms."""

from __future__ import annotations

from collections.abc import Mapping

from paestudio.demo.forms import Form, blank, filled
from paestudio.demo.web import Request, Response, Route, Shop, redirect

_HELP_FORMS = {"contact": "contact", "returns/start": "return"}


def help_index(shop: Shop, request: Request) -> Response:
    """The front page of the help section."""
    return shop.page(request, "help/index.html", pages=shop.content.help_below(""))


def help_page(shop: Shop, request: Request, path: str) -> Response:
    """A page of the help section; two of them hold a form."""
    if path not in shop.content.help:
        return shop.missing(request)
    here, form = shop.content.help[path], None
    if path in _HELP_FORMS:
        form = blank(shop.content.forms, _HELP_FORMS[path])
        if request.method == "POST":
            form = filled(form, request.form)
            if not form.errors:
                return _thank(shop, request, form, f"/help/{path}/sent")
    template = f"help/{path.replace('/', '_')}.html"
    up = shop.content.help.get(here.parent)
    return shop.page(request, template, here=here, up=up, form=form, pages=shop.content.help_below(path))


def help_sent(shop: Shop, request: Request, path: str) -> Response:
    """Thanks for a message or a return."""
    return _sent(shop, request, _HELP_FORMS.get(path, ""), f"/help/{path}", "/help", "Help")


def newsletter(shop: Shop, request: Request) -> Response:
    """The sign-up for letters by email."""
    form = blank(shop.content.forms, "newsletter")
    if request.method == "POST":
        form = filled(form, request.form)
        if not form.errors:
            return _thank(shop, request, form, "/newsletter/sent")
    return shop.page(request, "newsletter.html", form=form)


def newsletter_sent(shop: Shop, request: Request) -> Response:
    """Thanks for signing up."""
    return _sent(shop, request, "newsletter", "/newsletter", "/newsletter", "Newsletter")


def stores(shop: Shop, request: Request) -> Response:
    """All shops, and the one nearest to a place."""
    near = " ".join(request.query.get("near", "").split())[:60]
    found = [s for s in shop.content.stores.values() if near.casefold() in map(str.casefold, s.near)]
    return shop.page(request, "shops.html", near=near, found=found)


def store(shop: Shop, request: Request, slug: str) -> Response:
    """One shop."""
    if slug not in shop.content.stores:
        return shop.missing(request)
    return shop.page(request, "shop.html", store=shop.content.stores[slug])


def workshops(shop: Shop, request: Request) -> Response:
    """All workshops."""
    return shop.page(request, "workshops.html")


def workshop(shop: Shop, request: Request, slug: str) -> Response:
    """One workshop."""
    if slug not in shop.content.workshops:
        return shop.missing(request)
    return shop.page(request, "workshop.html", workshop=shop.content.workshops[slug])


def booking(shop: Shop, request: Request, slug: str) -> Response:
    """Book a workshop."""
    if slug not in shop.content.workshops:
        return shop.missing(request)
    course = shop.content.workshops[slug]
    form = blank(shop.content.forms, "booking", choices={"date": course.dates})
    if request.method == "POST":
        form = filled(form, request.form)
        if not form.errors:
            return _thank(shop, request, form, f"/workshops/{slug}/booked")
    return shop.page(request, "booking.html", workshop=course, form=form)


def booked(shop: Shop, request: Request, slug: str) -> Response:
    """Thanks for booking."""
    return _sent(shop, request, "booking", f"/workshops/{slug}", "/workshops", "Workshops")


def news(shop: Shop, request: Request) -> Response:
    """All news."""
    return shop.page(request, "news.html")


def article(shop: Shop, request: Request, slug: str) -> Response:
    """One piece of news."""
    if slug not in shop.content.news:
        return shop.missing(request)
    return shop.page(request, "article.html", article=shop.content.news[slug])


def about(shop: Shop, request: Request, name: str = "about") -> Response:
    """Who the shop is."""
    return shop.page(request, f"{name}.html")


def _thank(shop: Shop, request: Request, form: Form, location: str) -> Response:
    number = ""
    if form.name == "return":
        request.session.returns += 1
        number = f"RT-{700 + request.session.returns}"
    words: Mapping[str, str] = {**form.values, "number": number}
    request.session.thanks[form.name] = shop.content.forms[form.name]["thanks"].format_map(words)
    request.session.sent[form.name] = form.rows()
    return redirect(location)


def _sent(shop: Shop, request: Request, name: str, form_at: str, up: str, up_name: str) -> Response:
    if name not in request.session.sent:
        return redirect(form_at)
    thanks, rows = request.session.thanks[name], request.session.sent[name]
    return shop.page(request, "sent.html", thanks=thanks, rows=rows, up=up, up_name=up_name)


_SLUG = "(?P<slug>[a-z0-9-]+)"
_HELP = "(?P<path>[a-z-]+(?:/[a-z-]+)?)"
ROUTES: list[Route] = [
    ("GET", "/help", help_index),
    ("GET", f"/help/{_HELP}/sent", help_sent),
    ("GET", f"/help/{_HELP}", help_page),
    ("POST", "/help/(?P<path>contact|returns/start)", help_page),
    ("GET", "/newsletter", newsletter),
    ("POST", "/newsletter", newsletter),
    ("GET", "/newsletter/sent", newsletter_sent),
    ("GET", "/shops", stores),
    ("GET", f"/shops/{_SLUG}", store),
    ("GET", "/workshops", workshops),
    ("GET", f"/workshops/{_SLUG}", workshop),
    ("GET", f"/workshops/{_SLUG}/book", booking),
    ("POST", f"/workshops/{_SLUG}/book", booking),
    ("GET", f"/workshops/{_SLUG}/booked", booked),
    ("GET", "/news", news),
    ("GET", f"/news/{_SLUG}", article),
    ("GET", "/about", about),
    ("GET", "/about/(?P<name>people|materials)", about),
]

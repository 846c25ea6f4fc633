"""The account: signing in and out, orders, profile, address."""

from __future__ import annotations

from paestudio.demo.content import PlacedOrder
from paestudio.demo.forms import Form, blank, filled
from paestudio.demo.session import Session
from paestudio.demo.web import Request, Response, Route, Shop, redirect


def orders_of(shop: Shop, session: Session) -> list[PlacedOrder]:
    """The visitor's orders, newest first."""
    return [*session.orders, *shop.content.past_orders]


def overview(shop: Shop, request: Request) -> Response:
    """The front page of the account."""
    if not request.session.email:
        return redirect("/account/sign-in")
    return shop.page(request, "account/overview.html", latest=orders_of(shop, request.session)[0])


def sign_in(shop: Shop, request: Request) -> Response:
    """The sign-in form, and what it sends."""
    form = blank(shop.content.forms, "sign-in")
    if request.method == "POST":
        form = filled(form, request.form)
        known = shop.content.account
        given = (form.values["email"].casefold(), form.values["password"])
        if not form.errors and given == (known["email"], known["password"]):
            request.session.email = known["email"]
            request.session.profile = dict(known["profile"])
            return redirect("/account")
        errors = form.errors or {"email": "This email address and password do not belong together."}
        form = Form(form.name, form.fields, form.button, {**form.values, "password": ""}, errors)
    return shop.page(request, "account/sign_in.html", form=form)


def sign_out(shop: Shop, request: Request) -> Response:
    """Forget who this is; the basket stays."""
    request.session.email = ""
    request.session.profile = {}
    request.session.message = "You are signed out."
    return redirect("/")


def orders(shop: Shop, request: Request) -> Response:
    """All orders."""
    if not request.session.email:
        return redirect("/account/sign-in")
    return shop.page(request, "account/orders.html", orders=orders_of(shop, request.session))


def order(shop: Shop, request: Request, number: str) -> Response:
    """One order."""
    if not request.session.email:
        return redirect("/account/sign-in")
    mine = next((o for o in orders_of(shop, request.session) if o.number.casefold() == number.casefold()), None)
    return shop.page(request, "account/order.html", order=mine) if mine else shop.missing(request)


def profile(shop: Shop, request: Request) -> Response:
    """The profile form, and what it sends."""
    if not request.session.email:
        return redirect("/account/sign-in")
    form = blank(shop.content.forms, "profile", values=request.session.profile)
    if request.method == "POST":
        form = filled(form, request.form)
        if not form.errors:
            request.session.profile = dict(form.values)
            request.session.message = "Your profile is saved."
            return redirect("/account")
    return shop.page(request, "account/profile.html", form=form)


def address(shop: Shop, request: Request) -> Response:
    """Where parcels go."""
    if not request.session.email:
        return redirect("/account/sign-in")
    return shop.page(request, "account/address.html")


ROUTES: list[Route] = [
    ("GET", "/account", overview),
    ("GET", "/account/sign-in", sign_in),
    ("POST", "/account/sign-in", sign_in),
    ("POST", "/account/sign-out", sign_out),
    ("GET", "/account/orders", orders),
    ("GET", "/account/orders/(?P<number>[A-Za-z0-9-]+)", order),
    ("GET", "/account/profile", profile),
    ("POST", "/account/profile", profile),
    ("GET", "/account/address", address),
]

"""Buying: the basket and the checkout."""

from __future__ import annotations

from dataclasses import dataclass

from paestudio.demo.content import PlacedOrder, Product
from paestudio.demo.forms import Form, blank, filled
from paestudio.demo.session import Line, Session
from paestudio.demo.web import Request, Response, Route, Shop, redirect

_WRAP = 250  # pence for gift wrapping


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the basket; `key` names it in forms."""

    key: str
    product: Product
    option: str
    quantity: int

    @property
    def name(self) -> str:
        """The product with its option."""
        return f"{self.product.name} ({self.option})" if self.option else self.product.name

    @property
    def price(self) -> int:
        """Pence for all of them."""
        return self.quantity * self.product.price


@dataclass(frozen=True, slots=True)
class Bill:
    """What the basket costs, in pence. `extras` are (what, pence)."""

    rows: tuple[Row, ...]
    extras: tuple[tuple[str, int], ...]

    @property
    def goods(self) -> int:
        """Without the extras."""
        return sum(r.price for r in self.rows)

    @property
    def total(self) -> int:
        """All in."""
        return self.goods + sum(pence for _, pence in self.extras)


def bill(shop: Shop, session: Session, delivery: str = "Standard delivery", wrap: bool = False) -> Bill:
    """The basket's bill with that delivery."""
    facts = shop.content.shop
    products = shop.content.products
    rows = tuple(Row(f"{s}|{o}", products[s], o, n) for (s, o), n in session.basket.items())
    goods = sum(r.price for r in rows)
    extras = []
    if session.voucher:
        extras.append((f"Voucher {session.voucher}", -(goods * int(facts["voucher"]["percent"]) // 100)))
    if wrap:
        extras.append(("Gift wrapping", _WRAP))
    free = delivery == "Standard delivery" and goods >= facts["free_delivery_from"]
    extras.append((delivery, 0 if free or not rows else int(facts["delivery"][delivery])))
    return Bill(rows, tuple(extras))


def basket(shop: Shop, request: Request) -> Response:
    """What is in the basket."""
    return shop.page(request, "basket.html", bill=bill(shop, request.session))


def add(shop: Shop, request: Request) -> Response:
    """Put a product into the basket, never more than there are."""
    item = shop.content.products.get(request.form.get("product", ""))
    if item is None:
        return shop.missing(request)
    option = request.form.get("option", "")
    if option not in (item.option.choices if item.option else ("",)):
        option = item.option.choices[0] if item.option else ""
    wanted = _whole(request.form.get("quantity", "1"))
    if wanted is None or wanted < 1:
        request.session.message = "Please give the quantity as a whole number from 1."
        return redirect(f"/products/{item.slug}")
    line: Line = (item.slug, option)
    others = sum(n for (slug, o), n in request.session.basket.items() if slug == item.slug and o != option)
    asked = request.session.basket.get(line, 0) + wanted
    got = min(asked, item.stock - others)
    if got < 1:
        request.session.message = f"{item.name} is out of stock."
        return redirect(f"/products/{item.slug}")
    request.session.basket[line] = got
    short = f"We only have {item.stock} of {item.name}."
    request.session.message = short if got < asked else f"{item.name} is in your basket."
    return redirect("/basket")


def change(shop: Shop, request: Request) -> Response:
    """Change the quantity of a line, or remove it."""
    slug, _, option = request.form.get("line", "").partition("|")
    line, session = (slug, option), request.session
    if line not in session.basket:
        return redirect("/basket")
    item = shop.content.products[slug]
    wanted = 0 if request.form.get("do") == "remove" else _whole(request.form.get("quantity", ""))
    if wanted is None:
        session.message = "Please give the quantity as a whole number."
    elif wanted == 0:
        del session.basket[line]
        session.message = f"{item.name} was removed."
    else:
        others = sum(n for (s, o), n in session.basket.items() if s == slug and o != option)
        session.basket[line] = max(1, min(wanted, item.stock - others))
        short = session.basket[line] < wanted
        session.message = f"We only have {item.stock} of {item.name}." if short else f"{item.name}: quantity changed."
    return redirect("/basket")


def voucher(shop: Shop, request: Request) -> Response:
    """Use a voucher code."""
    code = request.form.get("code", "").strip().upper()
    if code == shop.content.shop["voucher"]["code"]:
        request.session.voucher = code
        request.session.message = f"Voucher {code} is used: {shop.content.shop['voucher']['percent']}% off."
    else:
        request.session.message = f"We do not know the voucher code {code[:30] or '(none)'}."
    return redirect("/basket")


def checkout(shop: Shop, request: Request) -> Response:
    """The order form, and what it sends."""
    if not request.session.basket:
        request.session.message = "Your basket is empty."
        return redirect("/basket")
    form = blank(shop.content.forms, "checkout", values=_known(shop, request.session))
    if request.method == "POST":
        form = filled(form, request.form)
        if not form.errors:
            return _place(shop, request.session, form)
    return shop.page(request, "checkout.html", form=form, bill=bill(shop, request.session))


def complete(shop: Shop, request: Request) -> Response:
    """Thanks for the order."""
    if not request.session.orders:
        return redirect("/basket")
    sent = request.session.sent.get("checkout", [])
    return shop.page(request, "complete.html", order=request.session.orders[0], sent=sent)


def _place(shop: Shop, session: Session, form: Form) -> Response:
    owed = bill(shop, session, form.values["delivery"] or "Standard delivery", bool(form.values["wrap"]))
    number = f"LL-{shop.content.shop['first_order'] + len(session.orders)}"
    lines = tuple((r.name, r.quantity, r.product.price) for r in owed.rows)
    session.orders.insert(0, PlacedOrder(number, "Today", "Received", "Not sent yet", lines, owed.extras))
    session.sent["checkout"] = form.rows()
    session.basket.clear()
    session.voucher = ""
    return redirect("/checkout/complete")


def _known(shop: Shop, session: Session) -> dict[str, str]:
    if not session.email:
        return {}
    _, street, town, postcode, _ = shop.content.account["address"]
    mine = session.profile
    return {"name": mine["name"], "email": mine["email"], "street": street, "town": town, "postcode": postcode}


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


ROUTES: list[Route] = [
    ("GET", "/basket", basket),
    ("POST", "/basket", add),
    ("POST", "/basket/change", change),
    ("POST", "/basket/voucher", voucher),
    ("GET", "/checkout", checkout),
    ("POST", "/checkout", checkout),
    ("GET", "/checkout/complete", complete),
]

"""What visitors do in the demo shop: look, filter, search, buy, sign in, send forms. Over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paestudio.demo import DemoSite
from paestudio.demo.content import Content
from paestudio.demo.forms import blank, filled
from paestudio.demo.listing import SORTS, Wish, choose, search, search_help
from paestudio.demo.web import pounds, shades
from paestudio.paths import resources

if TYPE_CHECKING:
    from tests.unit.demo.conftest import Visitor

DATA = resources() / "demo_site" / "data"


@pytest.fixture(scope="module")
def content() -> Content:
    return Content(DATA)


def names(html: str) -> list[str]:
    return re.findall(r'<article class="card">.*?<h\d>(.*?)</h\d>', html, re.S)


def sign_in(visitor: Visitor) -> None:
    page = visitor.post("/account/sign-in", email="rosa@example.com", password="paper-crane-7")
    assert page.path == "/account"


# looking


def test_a_department_shows_what_its_parts_hold(visitor: Visitor) -> None:
    first, second = visitor.get("/category/pens"), visitor.get("/category/pens?page=2")
    assert "9 products" in first.text
    assert len(names(first.html)) == 6
    assert len(names(second.html)) == 3
    assert "Heron Fountain Pen" in names(visitor.get("/category/pens/fountain-pens").html)


def test_sorting_by_price_goes_over_all_pages(visitor: Visitor) -> None:
    shown = [
        p for n in (1, 2) for p in re.findall(r"£([\d.]+)", visitor.get(f"/category/pens?sort=price-asc&page={n}").text)
    ]
    assert [float(p) for p in shown] == sorted(float(p) for p in shown)
    assert len(shown) == 9


def test_filters_narrow_and_can_be_cleared(visitor: Visitor) -> None:
    page = visitor.get("/category/desk?max=25&stock=yes")
    assert names(page.html) == ["Long-Arm Stapler", "Ceramic Pen Pot"]
    assert "Clear filters" in page.text
    assert "Nothing here fits" in visitor.get("/category/desk?min=500").text


def test_an_address_has_one_spelling(visitor: Visitor) -> None:
    assert (
        visitor.get("/category/pens?colour=&max=&min=&page=1&sort=price-asc&stock=").path
        == "/category/pens?sort=price-asc"
    )
    assert visitor.get("/search?sort=name&q=+fountain++pen+").path == "/search?q=fountain+pen&sort=name"
    assert visitor.get("/category/pens?sort=upside-down&min=cheap&page=x").path == "/category/pens"


@pytest.mark.parametrize(
    "query", ["q=a+b*c~d%20%E2%82%AC&colour=%3Cb%3E", "q=%26&page=07", "q=%00%ff", "max=1.5&max=9"]
)
def test_odd_queries_settle_at_once(visitor: Visitor, query: str) -> None:
    page = visitor.get(f"/search?{query}")
    assert page.status == 200
    assert visitor.get(page.path).path == page.path
    assert "<b>" not in page.html


def test_a_page_past_the_end_is_the_last_one(visitor: Visitor) -> None:
    assert "Page 2 of 2" in visitor.get("/category/pens?page=99").text


def test_search_puts_names_first_and_knows_plurals(content: Content) -> None:
    assert search(content, "envelopes")[0].slug == "lined-envelopes"
    assert search(content, "fountain pens")[0].slug == "heron-fountain-pen"
    assert [p.slug for p in search(content, "GOLD ink")] == ["shimmering-gold-ink"]
    assert search(content, "") == search(content, "…") == search(content, "submarine") == []
    assert [h.path for h in search_help(content, "gift vouchers")] == ["ordering/gift-vouchers", "ordering"]
    assert search_help(content, "") == []


def test_search_finds_help_too(visitor: Visitor) -> None:
    page = visitor.get("/search?q=gift+voucher")
    assert 'href="/help/ordering/gift-vouchers"' in page.html
    assert "no product" in page.text


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_keeps_every_product(content: Content, sort: str) -> None:
    products = list(content.products.values())
    found = choose(products, Wish(sort=sort), 100)
    assert {p.slug for p in found.shown} == set(content.products)


def test_best_reviews_first(content: Content) -> None:
    stars = [p.stars for p in choose(list(content.products.values()), Wish(sort="rating"), 100).shown]
    assert stars == sorted(stars, reverse=True)


def test_the_shop_hangs_together(content: Content) -> None:
    for product in content.products.values():
        assert product.category in content.categories
        assert set(product.related) <= set(content.products) - {product.slug}
        assert (resources() / "demo_site" / "pictures" / f"{product.picture}.svg").is_file()
        assert shades(product.tint).keys() == {"tint", "dark", "light", "pale"}
    assert all(h.parent in content.help for h in content.help.values() if h.parent)


def test_pounds() -> None:
    assert [pounds(n) for n in (5, 1250, 100000)] == ["£0.05", "£12.50", "£1000.00"]


# buying


def test_basket_counts_changes_and_empties(visitor: Visitor) -> None:
    page = visitor.post("/basket", product="oxblood-ink", quantity="2")
    assert page.path == "/basket"
    assert 'id="basket-count">2<' in page.html
    assert "£25.00" in page.text
    assert "Standard delivery £3.50" in page.text
    page = visitor.post("/basket/change", line="oxblood-ink|", quantity="4", do="update")
    assert "Total £50.00" in page.text  # from £50 delivery is free
    page = visitor.post("/basket/change", line="oxblood-ink|", quantity="4", do="remove")
    assert "Your basket is empty" in page.text


def test_no_more_than_there_are(visitor: Visitor) -> None:
    page = visitor.post("/basket", product="brass-scissors", quantity="9")
    assert "We only have 4 of Brass Scissors." in page.text
    assert 'id="basket-count">4<' in page.html
    visitor.post("/basket", product="ashdown-fountain-pen", option="Broad", quantity="2")
    page = visitor.post("/basket", product="ashdown-fountain-pen", option="Fine", quantity="2")
    assert 'id="basket-count">7<' in page.html  # three Ashdowns of both nibs together
    page = visitor.post("/basket/change", line="ashdown-fountain-pen|Fine", quantity="3", do="update")
    assert 'id="basket-count">7<' in page.html
    assert "out of stock" in visitor.post("/basket", product="letter-opener", quantity="1").text


@pytest.mark.parametrize("quantity", ["0", "-1", "two", "", "²", "99999"])
def test_a_quantity_is_a_whole_number(visitor: Visitor, quantity: str) -> None:
    assert "whole number" in visitor.post("/basket", product="gift-tags", quantity=quantity).text
    assert visitor.post("/basket", product="gift-tags").path == "/basket"
    assert "whole number" in visitor.post("/basket/change", line="gift-tags|", quantity="x", do="update").text


def test_voucher(visitor: Visitor) -> None:
    visitor.post("/basket", product="felt-desk-mat", quantity="1")
    assert "do not know the voucher code FREE" in visitor.post("/basket/voucher", code="free").text
    page = visitor.post("/basket/voucher", code="blotter10")
    assert "−£3.10" in page.text
    assert "Total £31.40" in page.text


def test_order_from_basket_to_account(visitor: Visitor) -> None:
    assert visitor.get("/checkout").path == "/basket"
    sign_in(visitor)
    visitor.post("/basket", product="heron-fountain-pen", option="Broad", quantity="1")
    page = visitor.get("/checkout")
    assert 'value="5 Orchard Steps"' in page.html
    page = visitor.post("/checkout", name="Rosa Quill", email="rosa", delivery="By pigeon")
    assert "Email address: please write it like" in page.text
    assert "Delivery: please choose one of the list." in page.text
    assert 'value="Rosa Quill"' in page.html
    page = visitor.post(
        "/checkout", name="Rosa Quill", email="rosa@example.com", street="5 Orchard Steps", town="Frome",
        postcode="BA11 1QD", delivery="Next-day delivery", payment="Invoice", wrap="yes",
    )  # fmt: skip
    assert page.path == "/checkout/complete"
    assert 'id="order-number">LL-20501<' in page.html
    assert "1 × Heron Fountain Pen (Broad) £48.00" in page.text
    assert "Total £57.45" in page.text
    assert "Wrap it as a gift Yes" in page.text
    assert "basket-count" not in page.html
    orders = visitor.get("/account/orders").text
    assert orders.index("LL-20501") < orders.index("LL-20418")
    assert "Gift wrapping £2.50" in visitor.get("/account/orders/LL-20501").text


# account


def test_the_account_asks_who_you_are(visitor: Visitor) -> None:
    for path in ("/account", "/account/orders", "/account/orders/LL-20418", "/account/profile", "/account/address"):
        assert visitor.get(path).path == "/account/sign-in"
    page = visitor.post("/account/sign-in", email="rosa@example.com", password="wrong")
    assert "do not belong together" in page.text
    assert 'value="wrong"' not in page.html
    sign_in(visitor)
    assert visitor.get("/account/orders/LL-1").status == 404
    assert "signed out" in visitor.post("/account/sign-out").text
    assert visitor.get("/account").path == "/account/sign-in"


def test_the_profile_is_kept(visitor: Visitor) -> None:
    sign_in(visitor)
    page = visitor.post(
        "/account/profile", name="Rosa Q.", email="rosa@example.com", birthday="1990-02-03", contact="Post"
    )
    assert page.path == "/account"
    assert "Hello, Rosa Q." in page.text
    assert "Birthday 1990-02-03" in page.text
    assert "Preferred contact Post" in page.text
    page = visitor.post("/account/profile", name="R", email="a@b.cd", birthday="1990-13-45")
    assert "Birthday: please write it like 2026-03-14." in page.text


def test_wish_list(visitor: Visitor) -> None:
    page = visitor.post("/wish-list", product="walnut-pen-tray")
    assert "Remove Walnut Pen Tray" in page.text
    assert visitor.post("/wish-list", product="walnut-pen-tray").text.count("Remove") == 1
    assert "is empty" in visitor.post("/wish-list", product="walnut-pen-tray", do="remove").text


# forms


def test_forms_say_what_is_wrong_and_then_thanks(visitor: Visitor) -> None:
    assert visitor.get("/help/contact/sent").path == "/help/contact"
    page = visitor.post("/help/contact", name="Ada", email="ada@example", message="Hello")
    assert "please write it like name@example.com" in page.text
    page = visitor.post(
        "/help/contact",
        name="<Ada>",
        email="ada@example.com",
        topic="A repair",
        reply="Phone",
        day="2026-03-14",
        message="Hi",
    )
    assert page.path == "/help/contact/sent"
    assert "Thank you, &lt;Ada&gt;." in page.html
    assert "How should we answer? Phone" in page.text
    assert "Day for a call 2026-03-14" in page.text


def test_returns_are_numbered(visitor: Visitor) -> None:
    for number in ("RT-701", "RT-702"):
        page = visitor.post("/help/returns/start", order="LL-20377", reason="Faulty", want="Exchange")
        assert f"Your return {number} is ready" in page.text


def test_a_workshop_offers_its_own_dates(visitor: Visitor) -> None:
    assert "Sunday 19 April" in visitor.get("/workshops/bind-a-notebook/book").html
    page = visitor.post(
        "/workshops/bind-a-notebook/book", name="Ada", email="a@b.cd", date="Saturday 7 March", people="9"
    )
    assert "Date: please choose one of the list." in page.text
    assert "choose from 1 to 6" in page.text
    page = visitor.post(
        "/workshops/bind-a-notebook/book", name="Ada", email="a@b.cd", date="Sunday 19 April", people="2"
    )
    assert page.path == "/workshops/bind-a-notebook/booked"
    assert "Number of people 2" in page.text


def test_a_review_appears_for_its_writer_only(visitor: Visitor, another: Callable[[], Visitor]) -> None:
    page = visitor.post("/products/gift-tags/review", author="Ada", stars="5", title="Neat", text="Strong string.")
    assert page.path == "/products/gift-tags"
    assert "Strong string." in page.text
    assert "Strong string." not in another().get("/products/gift-tags").text
    assert "Stars: please fill this in." in visitor.post("/products/gift-tags/review", author="Ada", title="x").text


def test_the_nearest_shop(visitor: Visitor) -> None:
    assert "The nearest shop to leeds is in York." in visitor.get("/shops?near=leeds").text
    assert "We do not know Atlantis" in visitor.get("/shops?near=Atlantis").text


def test_field_presets_and_limits(content: Content) -> None:
    form = blank(content.forms, "contact")
    assert (form.values["topic"], form.values["reply"], form.values["name"]) == ("An order", "Email", "")
    assert blank(content.forms, "review").values["stars"] == ""
    assert len(filled(form, {"message": "x" * 5000}).values["message"]) == 1000


# one visitor, one state


def test_visitors_do_not_see_each_other(visitor: Visitor, another: Callable[[], Visitor]) -> None:
    visitor.post("/basket", product="gift-tags", quantity="3")
    assert "Your basket is empty" in another().get("/basket").text
    assert 'id="basket-count">3<' in visitor.get("/help").html


def test_the_same_steps_give_the_same_pages(base: str, visitor: Visitor) -> None:
    from tests.unit.demo.conftest import Visitor as Again

    with DemoSite() as elsewhere:
        second = Again(elsewhere)
        for ask in (
            lambda v: v.get("/"),
            lambda v: v.post("/basket", product="moss-green-ink", quantity="2"),
            lambda v: v.post("/help/returns/start", order="LL-20377", reason="Faulty", want="Exchange"),
            lambda v: v.get("/search?q=ink&sort=rating"),
        ):
            assert ask(visitor).html == ask(second).html


def test_no_text_of_the_shop_names_a_clock() -> None:
    source = Path(DemoSite.__module__.replace(".", "/"))
    assert source.parts == ("paestudio", "demo")
    for file in (Path(__file__).parents[3] / source).glob("*.py"):
        assert not re.search(r"^(import|from) (time|datetime|random)\b", file.read_text(encoding="utf-8"), re.M), file

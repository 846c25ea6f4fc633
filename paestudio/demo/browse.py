"""Looking around: home, categories, search, products, pictures, the wish list."""

from __future__ import annotations

from typing import Any

from paestudio.demo.content import Product, Review
from paestudio.demo.forms import blank, filled
from paestudio.demo.listing import SORTS, Wish, choose, search, search_help
from paestudio.demo.web import Request, Response, Route, Shop, redirect


def home(shop: Shop, request: Request) -> Response:
    """Featured products, categories, news."""
    featured = [p for p in shop.content.products.values() if p.featured]
    return shop.page(request, "home.html", featured=featured, news=list(shop.content.news.values())[:2])


def category(shop: Shop, request: Request, path: str) -> Response:
    """A department or a part of it, filtered and sorted."""
    if path not in shop.content.categories:
        return shop.missing(request)
    here = shop.content.categories[path]
    return _listing(shop, request, shop.content.inside(path), here=here, trail=shop.content.trail(path)[:-1])


def everything(shop: Shop, request: Request) -> Response:
    """All products."""
    return _listing(shop, request, list(shop.content.products.values()), title="All products")


def new(shop: Shop, request: Request) -> Response:
    """What came in lately."""
    return _listing(shop, request, [p for p in shop.content.products.values() if p.new], title="New in")


def find(shop: Shop, request: Request) -> Response:
    """Search results."""
    words = Wish.read(request.query).q
    found, pages = search(shop.content, words), search_help(shop.content, words)
    return _listing(shop, request, found, template="search.html", help=pages)


def _listing(
    shop: Shop, request: Request, products: list[Product], template: str = "category.html", **values: Any
) -> Response:
    wish = Wish.read(request.query)
    if request.pairs() != wish.pairs():
        return redirect(wish.address(request.path))
    found = choose(products, wish, shop.content.shop["page_size"])
    filled_in: dict[str, Any] = {"here": None, "trail": [], "title": "", "help": [], **values}
    return shop.page(request, template, wish=wish, found=found, sorts=SORTS, **filled_in)


def product(shop: Shop, request: Request, slug: str) -> Response:
    """One product with its reviews, the visitor's own first."""
    if slug not in shop.content.products:
        return shop.missing(request)
    item = shop.content.products[slug]
    reviews = [*request.session.reviews.get(slug, []), *item.reviews]
    related = [shop.content.products[s] for s in item.related]
    trail = shop.content.trail(item.category)
    return shop.page(request, "product.html", product=item, reviews=reviews, related=related, trail=trail)


def review(shop: Shop, request: Request, slug: str) -> Response:
    """The form for a review, and what it sends."""
    if slug not in shop.content.products:
        return shop.missing(request)
    item = shop.content.products[slug]
    form = blank(shop.content.forms, "review")
    if request.method == "POST":
        form = filled(form, request.form)
        if not form.errors:
            said = form.values
            mine = Review(said["author"], int(said["stars"]), said["title"], said["text"])
            request.session.reviews.setdefault(slug, []).insert(0, mine)
            request.session.message = "Thank you. Your review is published."
            return redirect(f"/products/{slug}")
    return shop.page(request, "review.html", product=item, form=form)


def wishes(shop: Shop, request: Request) -> Response:
    """The wish list."""
    items = [shop.content.products[s] for s in request.session.wishes]
    return shop.page(request, "wishes.html", items=items)


def wish(shop: Shop, request: Request) -> Response:
    """Put a product on the wish list, or take it off."""
    slug, kept = request.form.get("product", ""), request.session.wishes
    if slug not in shop.content.products:
        return shop.missing(request)
    if slug in kept:
        kept.remove(slug)
    if request.form.get("do") != "remove":
        kept.append(slug)
    return redirect("/wish-list")


def picture(shop: Shop, request: Request, slug: str) -> Response:
    """A product's drawing."""
    return shop.picture(slug) or shop.missing(request)


def static(shop: Shop, request: Request, name: str) -> Response:
    """The style sheet and the marks of the shop."""
    return shop.file(name) or shop.missing(request)


def icon(shop: Shop, request: Request) -> Response:
    """What browsers ask for unasked."""
    return static(shop, request, "icon.svg")


_SLUG = "(?P<slug>[a-z0-9-]+)"
ROUTES: list[Route] = [
    ("GET", "/", home),
    ("GET", "/category/(?P<path>[a-z-]+(?:/[a-z-]+)?)", category),
    ("GET", "/products", everything),
    ("GET", "/new", new),
    ("GET", "/search", find),
    ("GET", f"/products/{_SLUG}", product),
    ("GET", f"/products/{_SLUG}/review", review),
    ("POST", f"/products/{_SLUG}/review", review),
    ("GET", "/wish-list", wishes),
    ("POST", "/wish-list", wish),
    ("GET", rf"/pictures/{_SLUG}\.svg", picture),
    ("GET", r"/static/(?P<name>[a-z-]+\.[a-z]+)", static),
    ("GET", "/favicon.ico", icon),
]

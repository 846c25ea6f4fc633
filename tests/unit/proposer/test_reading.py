"""Safety, names, facts, and what kind of page is which."""

import pytest

from paestudio.core.actions import Verb
from paestudio.proposer.atlas import Atlas, Kind
from paestudio.proposer.facts import Fact, facts_of
from paestudio.proposer.naming import is_title, label_words, page_names, plural, sayable, the, topic
from paestudio.proposer.safety import applies, boilerplate, forbidden, sends
from paestudio.proposer.sitemap import Move, Node, Spot, new_params

from .pages import HOME, control, page, site


@pytest.mark.parametrize(
    "name",
    [
        "Log out",
        "Sign out",
        "Delete account",
        "Add to basket",
        "Add to my list",
        "Buy now",
        "Checkout",
        "Unsubscribe",
        "Like",
        "Vote",
    ],
)
def test_controls_that_change_something_are_not_touched(name: str) -> None:
    assert forbidden(name)


@pytest.mark.parametrize(
    "name", ["Delivery", "Boots", "Like Water for Chocolate", "Share prices", "Reports of 1924", "Help", "Sort"]
)
def test_names_that_only_look_so_are_fine(name: str) -> None:
    assert not forbidden(name, HOME + "pages/x")


def test_addresses_that_change_something_are_not_touched() -> None:
    for path in ("accounts/logout/", "basket/add/4/", "item/4/delete", "?action=remove&id=3", "feed/", "api/v1/x"):
        assert forbidden("Innocent", HOME + path), path
    assert not forbidden("Innocent", HOME + "catalogue/payments-explained/")


def test_boilerplate() -> None:
    for name in ("2", "»", "Next", "Skip to content", "Read more", "Privacy policy", "Page 3", "Permalink", "#4"):
        assert boilerplate(name), name
    assert not boilerplate("Nextdoor Neighbours") and not boilerplate("Boots")


def test_buttons() -> None:
    assert applies("Apply") and applies("Show results") and not applies("Submit order")
    assert sends("Send message") and not sends("Delete")


def test_names_in_sentences() -> None:
    assert the("Copper Watering Can") == "the Copper Watering Can"
    assert the("The Iron Pan") == "the Iron Pan"
    assert the("A Room with a View") == "“A Room with a View”"
    assert the("Which oil for a worktop?") == "“Which oil for a worktop?”"
    assert is_title("Cast Iron Skillet 26 cm") and not is_title("Delivery and returns")
    assert topic("Delivery and returns") == "delivery and returns" and topic("FAQ") == "FAQ"
    assert label_words("Price (excl. tax)") == "price excluding tax" and label_words("UPC:") == "UPC"
    assert plural("Hats and Gloves") and plural("working days") and not plural("Bottled Ink") and not plural("glass")
    assert not sayable("String of Ten Tent …") and not sayable("Next") and sayable("Boots")


def test_pages_take_names_that_mean_only_them() -> None:
    pages = [
        page("/", "# Shop", title="Home | Shop"),
        page("/boot_1", "# Red Boot"),
        page("/boot_1/reviews", "# Red Boot"),
        page("/a", "# Twin"),
        page("/b", "# Twin"),
        page("/c", title="Contact | Shop"),
    ]
    names = page_names([Node.of(p, HOME, 0, None) for p in pages])
    assert names == {HOME: "Shop", HOME + "boot_1": "Red Boot", HOME + "c": "Contact"}


def test_facts_of_a_product() -> None:
    seen = page(
        "/pan_3",
        "# Iron Pan",
        "£39.00",
        "In stock (13 available)",
        "## Details",
        "Weight | 2.4 kg",
        "Tax | £0.00",
        "Made in: Wales",
        "Note | see below",
        "Seasoned and ready for the fire, it lasts a lifetime if it is oiled.",
    )
    found = {(f.form, f.label, f.value) for f in facts_of(seen)}
    assert found == {
        ("price", "Price", "£39.00"),
        ("stock", "Number in stock", "13"),
        ("row", "Weight", "2.4 kg"),
        ("row", "Made in", "Wales"),
    }


def test_a_price_behind_a_link_is_not_the_pages_own() -> None:
    assert not facts_of(page("/pans", "# Pans", ("Iron Pan", "/pan_3"), "£39.00"))
    assert facts_of(page("/pan", "# Pan", ("4 reviews", "/r"), "£39.00"))


def test_labels_with_two_values_are_no_facts() -> None:
    assert facts_of(page("/p", "# P", "Author: Ann", "Author: Bob", "Pages: 12")) == [Fact("Pages", "12")]


def test_tables_with_a_header() -> None:
    seen = page("/d", "# Delivery", "Country | Price | Days", "Ireland | £6.40 | 4", "France | £7.90 | 5")
    assert Fact("Days", "5", "cell", "France") in facts_of(seen) and len(facts_of(seen)) == 4


@pytest.mark.parametrize(
    ("sentence", "question", "value"),
    [
        ("Parcels for Ireland take 5 working days.", "How long do parcels for Ireland take?", "5 working days"),
        (
            "Standard delivery takes 2 to 4 working days and is free.",
            "How long does standard delivery take?",
            "2 to 4 working days",
        ),
        ("Unused goods may be returned within 28 days.", "For how long may unused goods be returned?", "28 days"),
        ("Fernhill began in 1978 as a stall.", "In which year did Fernhill begin?", "1978"),
        ("Members may borrow up to six books.", "How many books can members borrow?", "six"),
        ("The shop closes at 17:30 on weekdays.", "At what time does the shop close?", "17:30"),
    ],
)
def test_sentences_with_a_figure(sentence: str, question: str, value: str) -> None:
    assert facts_of(page("/h", "# Help", sentence)) == [Fact(question, value, "sentence")]


def test_sentences_about_something_unsaid_are_left_alone() -> None:
    for sentence in (
        "It takes 5 days.",
        "It goes by sea and takes six weeks.",
        "They may be returned within 28 days.",
    ):
        assert not facts_of(page("/h", "# Help", sentence)), sentence


def test_kinds_of_page() -> None:
    things = [page(f"/thing_{n}", f"# Thing {'ABCDEF'[n]}", f"£{n + 1}.00", ("Help", "/help")) for n in range(6)]
    rows = [part for n in range(6) for part in ((f"Thing {'ABCDEF'[n]}", f"/thing_{n}"), f"£{n + 1}.00")]
    atlas = Atlas(
        site(
            page("/", "# Shop", ("All", "/all")),
            page("/all", "# All things", *rows),
            page("/help", "# Help"),
            *things,
        )
    )
    kinds = {p.name: p.kind for p in atlas.places.values()}
    assert kinds["All things"] is Kind.LISTING and kinds["Help"] is Kind.INFO and kinds["Thing C"] is Kind.ITEM
    listing = atlas.places[HOME + "all"]
    assert [(i.name, i.price) for i in listing.items][:2] == [("Thing A", "£1.00"), ("Thing B", "£2.00")]


def test_an_element_is_found_again_by_what_it_is() -> None:
    before = page("/", ("Boots", "/boots"), ("Boots", "/old-boots"), control(9, "button", "Go", context="Search"))
    after = page(
        "/",
        "Sale!",
        ("Boots", "/old-boots"),
        ("Boots", "/boots?utm_source=x"),
        control(7, "button", "Go", context="Search"),
    )
    spot = Spot.of(before.elements[1], before)
    found = spot.find(after)
    assert found is not None and found.href == HOME + "old-boots"
    action = Move(Verb.CLICK, Spot.of(before.elements[2], before)).action(after)
    assert action is not None and action.ref == 7
    assert Move(Verb.CLICK, Spot("link", "Gone", HOME + "gone")).action(after) is None


def test_parameters_a_control_set() -> None:
    assert new_params(HOME + "s?a=1&q=", HOME + "s?a=1&q=x&sort=up&e=") == (("q", "x"), ("sort", "up"))

"""Wording banks, the order of proving, and what the writers make of a small site map."""

import re
import string

from paestudio.core.checks import validate
from paestudio.proposer.atlas import Atlas
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.controls import fields, search_box, selectors, value_for
from paestudio.proposer.mix import arrange
from paestudio.proposer.paths import Paths
from paestudio.proposer.sitemap import SiteMap
from paestudio.proposer.wording import pick, say, tidy
from paestudio.proposer.words import bank, lines
from paestudio.proposer.writers import WRITERS
from paestudio.proposer.writers.ordering import order_words

from .pages import HOME, control, page, site

NAMES = ("Iron Pan", "Tin Cup", "Oak Spoon", "Clay Bowl", "Glass Jug", "Wool Rug")


def shop() -> SiteMap:
    """Home, one listing, a help page and six things."""
    rows = [part for n, name in enumerate(NAMES) for part in ((name, f"/thing_{n}"), f"£{n + 3}.00")]
    things = [
        page(
            f"/thing_{n}",
            f"# {name}",
            f"£{n + 3}.00",
            f"Weight | {n + 1} kg",
            f"Material | {name.split()[0]}",
            ("Kitchen", "/kitchen"),
        )
        for n, name in enumerate(NAMES)
    ]
    return site(
        page("/", "# Corner Shop", ("Kitchen", "/kitchen"), ("Delivery and returns", "/help/delivery")),
        page("/kitchen", "# Kitchen", *rows),
        page("/help/delivery", "# Delivery and returns", "Parcels for Ireland take 5 working days."),
        *things,
    )


def written(seed: int = 0) -> list[Candidate]:
    atlas = Atlas(shop())
    desk = Desk(atlas, Paths(atlas, seed), seed)
    return [c for write in WRITERS.values() for c in write(desk)]


def test_every_task_is_whole() -> None:
    made = written()
    assert {c.kind for c in made} >= {"navigation", "retrieval", "multi"}
    for c in made:
        validate(c.check)
        assert re.match(r"[A-Z“].*[.?!”]$", c.instruction), c.instruction
        assert not re.search(r"[{}]|  |\.\.|the the |None", c.instruction), c.instruction
        assert c.start.startswith(HOME) and c.steps >= 1
        if "answer" in c.check:
            assert c.answer in c.check["answer"]


def test_the_same_seed_writes_the_same() -> None:
    assert written(3) == written(3)
    assert {c.instruction for c in written(1)} == {c.instruction for c in written(2)}, (
        "one wording a goal, whatever the seed"
    )


def test_answers_name_the_right_thing() -> None:
    made = {c.goal: c for c in written()}
    compared = [c for goal, c in made.items() if goal.startswith("compare|")]
    assert compared
    for c in compared:
        cheap = re.search(r"cheaper|less|lighter|as little|lower", c.instruction)
        named = [n for n in NAMES if n in c.instruction]
        assert c.answer == (named if NAMES.index(named[0]) < NAMES.index(named[1]) else named[::-1])[0 if cheap else 1]


def test_paths_go_over_named_links() -> None:
    paths = Paths(Atlas(shop()), 0)
    moves = paths.clicks(HOME, HOME + "thing_3")
    assert moves is not None and [m.spot.name for m in moves if m.spot] == ["Kitchen", "Clay Bowl"]
    assert paths.clicks(HOME, HOME) == () and paths.clicks(HOME, HOME + "nowhere") is None


def test_arranged_tasks_are_distinct_and_mixed() -> None:
    made = arrange([*written(), *written()], seed=1, most_moves=7)
    assert len({c.goal for c in made}) == len(made) == len({c.instruction for c in made})
    assert len({c.kind for c in made[:6]}) >= 3
    assert all(len(c.moves) <= 2 for c in arrange(written(), 1, most_moves=2))


def test_sentence_banks_can_be_filled() -> None:
    slots = "name the_name topic label page column row be word order order_short things among inside most price choice"
    slots += " value question the_a the_b basket more told button"
    filled = dict.fromkeys(slots.split(), "Thing")
    for phrases, choices in bank("tasks.json").items():
        assert len(set(choices)) == len(choices), phrases
        for choice in choices:
            assert {f for _, f, _, _ in string.Formatter().parse(choice) if f} <= set(filled), (phrases, choice)
    for name in ("labels.json", "site_labels.json"):
        for entry in bank(name):
            re.compile(entry["label"])
            assert all(ask.endswith(("?", ".")) for ask in entry["ask"]), entry
    for name in (
        "forbidden_names.txt",
        "forbidden_paths.txt",
        "boilerplate.txt",
        "apply_buttons.txt",
        "send_buttons.txt",
    ):
        assert all(re.compile(line) for line in lines(name))


def test_wording_is_stable_and_varied() -> None:
    said = {say(f"goal {n}", "open_product", name="Iron Pan", the_name="the Iron Pan") for n in range(60)}
    assert len(said) >= 6
    assert pick("a", ["x", "y", "z"]) == pick("a", ["x", "y", "z"])
    assert tidy("open it..  now?.") == "Open it. now?"


def test_orders_in_words() -> None:
    assert "cheap" in order_words("g", "Price: low to high") or "lowest" in order_words("g", "Price: low to high")
    assert "expensive" in order_words("g", "Price high to low") or "highest" in order_words("g", "Price high to low")
    assert order_words("g", "Title Z to A") in ("in reverse alphabetical order", "from Z to A")
    assert order_words("g", "Relevancy") == "sorted by relevancy"


def test_fields_that_may_be_filled() -> None:
    search = control(1, "searchbox", "Search")
    seen = page(
        "/",
        search,
        control(2, "spinbutton", "Quantity", value="1", hint="1 to 4"),
        control(3, "textbox", "Coupon code"),
    )
    assert search_box(seen) == search
    assert not fields(seen), "a page that asks for something private is left alone"
    seen = page("/", search, seen.elements[1], control(4, "textbox", "Frobnication"))
    assert [f.name for f in fields(seen)] == ["Quantity", "Frobnication"]
    assert 1 < int(value_for(fields(seen)[0], "x")) <= 4 and value_for(fields(seen)[1], "x") == ""
    assert '[name="quantity"]' in list(selectors(fields(seen)[0]))

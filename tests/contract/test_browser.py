"""Every browser does the same: one suite, run against the launched Chromium and the embedded views."""

from __future__ import annotations

import asyncio
import io
import locale
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image
from playwright.async_api import Error

from paestudio.browser.embedded import EmbeddedBrowser
from paestudio.browser.launched import LaunchedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.browser.page import SitePage
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site, holds, probe_key
from paestudio.core.errors import BrowserLost, EnvironmentFault, UserError
from paestudio.core.protocols import Browser
from paestudio.core.records import Element, Observation
from tests.contract.browser_kit import Engine, Server, options, two_origins, wait_in_qt

# Without a screen QtWebEngine looks for a graphics card in vain.
pytestmark = [pytest.mark.browser, pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)]

T = TypeVar("T")
Start = Callable[..., Coroutine[Any, Any, LaunchedBrowser | EmbeddedBrowser]]


class Kit:
    """One browser with its site. `play(path, story)` opens a page, runs the story on it and closes it."""

    def __init__(self, engine: Engine, site: Server, other: Server, start: Start) -> None:
        self.engine = engine
        self.site = site
        self.other = other
        self.start = start
        self.blobs: dict[str, bytes] = {}
        self._looked: dict[str, Observation] = {}
        self.browser = engine.run(start(options(site), self.keep))

    def keep(self, data: bytes) -> str:
        """A store of blobs."""
        self.blobs[f"blob{len(self.blobs)}"] = data
        return f"blob{len(self.blobs) - 1}"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """A coroutine's result."""
        return self.engine.run(work)

    def play(self, path: str, story: Callable[[SitePage], Coroutine[Any, Any, T]], browser: Any = None) -> T:
        """The story's result on a fresh page."""

        async def whole() -> T:
            page = await (browser or self.browser).open(self.site.url + path)
            try:
                return await story(page)
            finally:
                await page.close()

        return self.run(whole())

    def look(self, path: str) -> Observation:
        """A page's first observation. Each page of the site is looked at once: it is the same for everybody."""
        if path not in self._looked:
            self._looked[path] = self.play(path, lambda page: page.observe())
        return self._looked[path]


@pytest.fixture(scope="session")
def views() -> Iterator[Any]:
    """The views' host, with its QApplication."""
    from paestudio.webview.start import prepare

    endpoint = prepare(quiet=True)
    from PySide6.QtWidgets import QApplication

    from paestudio.webview.host import ViewHost

    app = QApplication.instance() or QApplication(["test"])
    locale.setlocale(locale.LC_NUMERIC, "C")
    host = ViewHost(endpoint)
    yield host
    host.shutdown()
    del app


@pytest.fixture(scope="session", params=["launched", "embedded"])
def kit(request: pytest.FixtureRequest) -> Iterator[Kit]:
    """Either browser."""
    with two_origins() as (site, other):
        if request.param == "launched":
            engine, start = Engine(), LaunchedBrowser.start
        else:
            host = request.getfixturevalue("views")
            engine = Engine(wait_in_qt)

            def start(settings: BrowserOptions, keep: Callable[[bytes], str]) -> Any:  # type: ignore[misc]
                return EmbeddedBrowser.start(settings, keep, host)

        kit = Kit(engine, site, other, start)
        yield kit
        kit.run(kit.browser.close())
        engine.end()


def one(seen: Observation, name: str, role: str = "") -> Element:
    """The element of that name."""
    found = [e for e in seen.elements if e.name == name and role in ("", e.role)]
    assert found, f"no {role} {name!r} among {[(e.role, e.name) for e in seen.elements]}"
    return found[0]


def names(seen: Observation) -> list[str]:
    """All elements' names."""
    return [e.name for e in seen.elements]


def in_order(seen: Observation) -> list[str]:
    """Names and texts as they stand in the document."""
    things = [(e.order, e.name) for e in seen.elements] + [(t.order, t.text) for t in seen.texts]
    return [words for _, words in sorted(things)]


def said(seen: Observation) -> str:
    """All text of the page outside its elements."""
    return "\n".join(t.text for t in seen.texts)


async def do(
    page: SitePage, verb: Verb, name: str = "", text: str = "", submit: bool = False
) -> tuple[str, Observation]:
    """(why the action failed or "", the page afterwards)."""
    seen = await page.observe()
    ref = one(seen, name).ref if name else None
    error = await page.act(Action(verb, ref, text, submit), seen)
    return error, await page.observe()


# ---- observation


def test_satisfies_the_protocol(kit: Kit) -> None:
    browser: Browser = kit.browser
    assert browser.slots == 2


def test_elements_carry_what_an_agent_needs(kit: Kit) -> None:
    seen = kit.look("/index.html")
    assert seen.url == kit.site.url + "/index.html"
    assert seen.title == "Corner Shop"
    assert seen.viewport == (1280, 800)
    link = one(seen, "Read more", "link")
    assert link.href == kit.site.url + "/about.html"
    assert link.on_screen
    assert link.covered_by is None
    assert link.box[2] > 20
    assert link.box[3] > 8
    search = one(seen, "Search the shop", "textbox")
    assert search.submits
    assert one(seen, "Sold out").state == ("disabled",)
    assert one(seen, "More facts").state == ("collapsed",)


def test_clickable_without_being_a_control(kit: Kit) -> None:
    seen = kit.look("/index.html")
    for name in ("Plain but clickable", "Heard by a listener", "Only the cursor tells", "red circle"):
        assert one(seen, name).role == "button"
    assert one(seen, "Close the panel").role == "button"
    assert one(seen, "shopping cart").role == "button"
    assert one(seen, "Our logo").role == "link"


def test_boxes_and_labels_of_dressed_up_controls(kit: Kit) -> None:
    seen = kit.look("/index.html")
    assert one(seen, "Big picture").box[3] >= 150
    assert "Kind of bread" in said(seen)
    assert [e.role for e in seen.elements if e.name in ("Kind", "Rye")] == ["combobox"]


def test_clicking_them_works(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        for name, chosen in (
            ("Plain but clickable", "plain"),
            ("Heard by a listener", "heard"),
            ("red circle", "dot"),
            ("shopping cart", "cart"),
        ):
            error, seen = await do(page, Verb.CLICK, name)
            assert error == "" and f"You chose {chosen}" in said(seen)

    kit.play("/index.html", story)


def test_hidden_things_are_left_out(kit: Kit) -> None:
    seen = kit.look("/index.html")
    for name in ("Not displayed", "Invisible", "Transparent", "Zero", "Inside closed details"):
        assert name not in names(seen)
    assert "Secret text" not in said(seen)


def test_same_names_are_told_apart(kit: Kit) -> None:
    seen = kit.look("/index.html")
    assert [e.context for e in seen.elements if e.name == "Add to basket"] == ["Rye loaf", "Oat loaf"]


def test_text_is_in_document_order_and_not_repeated(kit: Kit) -> None:
    seen = kit.look("/index.html")
    words = in_order(seen)
    for earlier, later in (("Fresh bread every day.", "Read more"), ("Read more", "about us."), ("Rye loaf", "£3.20")):
        assert words.index(earlier) < words.index(later)
    assert words.count("Read more") == 1
    assert "Opening | 8 to 17" in words
    assert "Owner: Ada Baker" in words
    assert "Mixed Case" in words
    assert [t.heading for t in seen.texts if t.text in ("Corner Shop", "Bread", "Rye loaf")] == [1, 2, 3]


def test_fields_say_what_they_hold_and_want(kit: Kit) -> None:
    seen = kit.look("/fields.html")
    assert one(seen, "E-mail").value == "old@example.com"
    assert "required" in one(seen, "Name").state
    assert "readonly" in one(seen, "Fixed").state
    assert one(seen, "Secret").value == "•••"
    assert one(seen, "Slice").options == ("Choose", "Thin slices", "Thick slices", "Sawn")
    assert one(seen, "Slice").role == "combobox"
    assert one(seen, "Day").hint.startswith("YYYY-MM-DD")
    assert one(seen, "Quantity").hint == "1 to 9"
    assert one(seen, "Wrap as a gift").role == "checkbox"
    assert one(seen, "Picture").role == "file"
    assert one(seen, "Message").value == "Hello"
    assert not one(seen, "Name").submits
    assert "Name" not in said(seen)


def test_frames_and_shadow_trees(kit: Kit) -> None:
    seen = kit.look(f"/frames.html?other={kit.other.url}")
    words = in_order(seen)
    order = [
        "Before the frame",
        "Inner text same",
        "Inner button same",
        "After the frame",
        "Inner button other",
        "Shadow text",
    ]
    assert [word for word in words if word in order] == order
    inner = one(seen, "Inner button same")
    assert inner.frame > 0
    assert inner.ref >= 10_000
    assert inner.box[0] > one(seen, "Before the frame").box[0] + 50  # the frame stands to the right of it
    assert len({e.ref for e in seen.elements}) == len(seen.elements)
    assert one(seen, "Shadow button").role == "button"


@pytest.mark.parametrize("where", ["same", "other"])
def test_acting_in_a_frame(kit: Kit, where: str) -> None:
    async def story(page: SitePage) -> Observation:
        error, _ = await do(page, Verb.CLICK, f"Inner button {where}")
        assert error == ""
        seen = await page.observe()
        field = [e for e in seen.elements if e.name == "Inner field"][where == "other"]
        assert await page.act(Action(Verb.TYPE, field.ref, "hello"), seen) == ""
        return await page.observe()

    seen = kit.play(f"/frames.html?other={kit.other.url}", story)
    assert f"Pressed {where}" in said(seen)
    assert "hello" in [e.value for e in seen.elements]


def test_clicking_in_a_shadow_tree(kit: Kit) -> None:
    error, seen = kit.play("/frames.html", lambda page: do(page, Verb.CLICK, "Shadow button"))
    assert (error, seen.title) == ("", "shadow clicked")


def test_covered_elements_say_by_what(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        seen = await page.observe()
        under = one(seen, "Under the veil")
        assert under.covered_by is not None
        error = await page.act(Action(Verb.CLICK, under.ref), seen)
        assert "covered by" in error
        assert (await page.observe()).last_error == error
        assert (await do(page, Verb.CLICK, "Accept cookies"))[0] == ""
        seen = await page.observe()
        assert one(seen, "Under the veil").covered_by is None
        assert seen.last_error == ""

    kit.play("/layers.html", story)


def test_off_screen_things_are_known_and_can_be_clicked(kit: Kit) -> None:
    async def story(page: SitePage) -> list[str]:
        titles = []
        for name in ("Far down", "Deep in the box"):
            seen = await page.observe()
            assert not one(seen, name).on_screen
            error, seen = await do(page, Verb.CLICK, name)
            assert error == ""
            titles.append(seen.title)
        return titles

    assert kit.play("/layers.html", story) == ["far", "deep"]


def test_refs_are_stable_while_the_element_lives(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        first = await page.observe()
        second = await page.observe()
        assert {e.ref: e.name for e in first.elements} == {e.ref: e.name for e in second.elements}
        old = one(second, "Replace me")
        assert await page.act(Action(Verb.CLICK, old.ref), second) == ""
        third = await page.observe()
        assert one(third, "New one").ref != old.ref
        assert one(third, "Hang").ref == one(first, "Hang").ref
        assert "not on the page any more" in await page.act(Action(Verb.CLICK, old.ref), second)

    kit.play("/lively.html", story)


def test_refs_of_another_document_do_not_count(kit: Kit) -> None:
    async def story(page: SitePage) -> str:
        seen = await page.observe()
        await page.act(Action(Verb.CLICK, one(seen, "Read more").ref), seen)
        return await page.act(Action(Verb.CLICK, one(seen, "Add to basket").ref), seen)

    assert "not on the page any more" in kit.play("/index.html", story)


def test_the_budget_drops_off_screen_text_first(kit: Kit) -> None:
    async def story() -> tuple[Observation, Observation]:
        tight = await kit.start(options(kit.site, page_chars=2000), kit.keep)
        try:
            page = await tight.open(kit.site.url + "/long.html")
            small = await page.observe()
            await page.close()
        finally:
            await tight.close()
        page = await kit.browser.open(kit.site.url + "/long.html")
        whole = await page.observe()
        await page.close()
        return small, whole

    small, whole = kit.run(story())
    assert whole.dropped == ""
    assert len(whole.texts) > 200
    assert "off the screen" in small.dropped
    assert names(small) == names(whole)
    assert all(t in small.texts for t in whole.texts if t.on_screen)


def test_screenshot_is_a_jpeg_of_the_viewport(kit: Kit) -> None:
    seen = kit.play("/index.html", lambda page: page.observe(screenshot=True))
    assert seen.screenshot
    image = Image.open(io.BytesIO(kit.blobs[seen.screenshot]))
    assert (image.format, image.size) == ("JPEG", (1280, 800))
    assert len(image.convert("L").getcolors() or []) > 5


def test_the_page_itself_is_left_alone(kit: Kit) -> None:
    async def story(page: SitePage) -> tuple[str, str]:
        before = await page.current.evaluate("document.documentElement.outerHTML")
        await page.observe()
        return before, await page.current.evaluate("document.documentElement.outerHTML")

    before, after = kit.play("/index.html", story)
    assert before == after


# ---- acting


def test_typing_replaces_and_submits(kit: Kit) -> None:
    async def story(page: SitePage) -> Observation:
        for text in ("first", "rye bread"):
            error, seen = await do(page, Verb.TYPE, "Search the shop", text)
            assert error == ""
            assert one(seen, "Search the shop").value == text
        error, seen = await do(page, Verb.TYPE, "Search the shop", "oats", submit=True)
        assert error == ""
        return seen

    assert kit.play("/index.html", story).url.endswith("/search?q=oats")


def test_typing_nothing_clears(kit: Kit) -> None:
    error, seen = kit.play("/fields.html", lambda page: do(page, Verb.TYPE, "E-mail", ""))
    assert error == ""
    assert one(seen, "E-mail").value == ""


def test_all_kinds_of_fields(kit: Kit) -> None:
    wanted = {
        "Name": "Zoë O'Hara",
        "Quantity": "4",
        "Day": "2026-03-05",
        "Hour": "09:30",
        "Strength": "8",
        "Paint": "#ff0000",
        "Note": "two words",
        "Message": "Good day",
    }

    async def story(page: SitePage) -> Observation:
        for name, text in wanted.items():
            error, _ = await do(page, Verb.TYPE, name, text)
            assert error == "", name
        return await page.observe()

    seen = kit.play("/fields.html", story)
    assert {name: one(seen, name).value for name in wanted} == wanted


def test_select_check_and_choose(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        error, seen = await do(page, Verb.SELECT, "Slice", "thick slices")
        assert (error, one(seen, "Slice").value, seen.title) == ("", "Thick slices", "Slice k")
        error, seen = await do(page, Verb.CLICK, "Wrap as a gift")
        assert (error, one(seen, "Wrap as a gift").state) == ("", ("checked", "focused"))
        error, seen = await do(page, Verb.CLICK, "Large")
        assert error == ""
        assert "checked" in one(seen, "Large").state

    kit.play("/fields.html", story)


def test_a_file_is_put_in_only_if_it_exists(kit: Kit, tmp_path: Path) -> None:
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"png")

    async def story(page: SitePage) -> None:
        error, _ = await do(page, Verb.CLICK, "Picture")
        assert "use Type with the path" in error
        error, _ = await do(page, Verb.TYPE, "Picture", str(tmp_path / "none.png"))
        assert "there is no file" in error
        error, seen = await do(page, Verb.TYPE, "Picture", str(picture))
        assert (error, seen.title, one(seen, "Picture").value) == ("", "File cat.png", "cat.png")

    kit.play("/fields.html", story)


FAILURES = {
    "/index.html": [
        ((Verb.CLICK, "Sold out", ""), "is disabled"),
        ((Verb.SCROLL, "", "sideways"), "up or down"),
        ((Verb.PRESS, "", "Anykey"), "There is no key"),
        ((Verb.BACK, "", ""), "nothing to go back to"),
        ((Verb.CLICK, "", ""), "needs an element"),
    ],
    "/fields.html": [
        ((Verb.TYPE, "Fixed", "x"), "is read-only"),
        ((Verb.SELECT, "Slice", "Cubes"), "has no option “Cubes”. Its options: “Choose”, “Thin slices”"),
        ((Verb.SELECT, "Slice", "Sawn"), "is disabled"),
        ((Verb.CLICK, "Slice", ""), "use Select with one of"),
        ((Verb.TYPE, "Slice", "Thin"), "does not take text"),
        ((Verb.SELECT, "Name", "Thin"), "is not a list"),
        ((Verb.TYPE, "Quantity", "many"), "did not accept “many” (it wants a number)"),
        ((Verb.TYPE, "Day", "tomorrow"), "it wants YYYY-MM-DD"),
        ((Verb.TYPE, "Order now", "x"), "does not take text"),
    ],
    "/about.html": [((Verb.SCROLL, "", "down"), "does not scroll")],
    "/layers.html": [((Verb.SCROLL, "", "up"), "already at its top")],
}


@pytest.mark.parametrize("path", FAILURES)
def test_failures_are_explained(kit: Kit, path: str) -> None:
    async def story(page: SitePage) -> None:
        for action, words in FAILURES[path]:
            error, seen = await do(page, *action)
            assert words in error
            assert seen.last_error == error

    kit.play(path, story)


def test_an_unknown_ref_is_explained(kit: Kit) -> None:
    async def story(page: SitePage) -> list[str]:
        seen = await page.observe()
        return [await page.act(Action(Verb.CLICK, ref), seen) for ref in (999, 70_001)]

    assert kit.play("/index.html", story) == ["[999] is not on this page.", "[70001] is not on this page."]


def test_keys_go_to_the_page(kit: Kit) -> None:
    async def story(page: SitePage) -> Observation:
        for key in ("Enter", "esc", "a", "ctrl+k"):
            assert await page.act(Action(Verb.PRESS, None, key), await page.observe()) == ""
        return await page.observe()

    assert "Enter Escape a Control k" in said(kit.play("/fields.html", story))


def test_scrolling(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        error, seen = await do(page, Verb.SCROLL, "", "down")
        assert (error, seen.scroll[0]) == ("", 533)
        error, seen = await do(page, Verb.SCROLL, "", "up")
        assert (error, seen.scroll[0]) == ("", 0)
        error, seen = await do(page, Verb.SCROLL, "Deep in the box", "down")
        assert (error, seen.scroll[0]) == ("", 0)
        top = await page.current.evaluate("document.getElementById('box').scrollTop")
        assert top == pytest.approx(80, abs=3)

    kit.play("/layers.html", story)


def test_going_back(kit: Kit) -> None:
    async def story(page: SitePage) -> list[str]:
        urls = []
        await do(page, Verb.CLICK, "Read more")
        _, seen = await do(page, Verb.CLICK, "Team")
        urls.append(seen.url)
        for _ in range(2):
            error, seen = await do(page, Verb.BACK)
            assert error == ""
            urls.append(seen.url)
        return urls

    urls = kit.play("/index.html", story)
    assert [url.removeprefix(kit.site.url) for url in urls] == ["/about.html#team", "/about.html", "/index.html"]


# ---- windows, dialogs, downloads


@pytest.mark.parametrize("name", ["New tab", "New tab without opener"])
def test_a_new_tab_becomes_the_page(kit: Kit, name: str) -> None:
    async def story(page: SitePage) -> None:
        error, seen = await do(page, Verb.CLICK, name)
        assert (error, seen.title) == ("", "About us")
        assert any("new window" in note for note in seen.notes)
        error, seen = await do(page, Verb.CLICK, "Home")
        assert (error, seen.title) == ("", "Corner Shop")
        for title in ("About us", "Windows"):
            error, seen = await do(page, Verb.BACK)
            assert (error, seen.title) == ("", title)

    kit.play("/windows.html", story)


@pytest.mark.parametrize("name", ["Window that closes", "Late window"])
def test_a_window_that_closes_gives_the_page_back(kit: Kit, name: str) -> None:
    async def story(page: SitePage) -> None:
        await do(page, Verb.CLICK, name)
        if name == "Late window":
            await do(page, Verb.WAIT)
        assert (await page.observe()).title == "Small window"
        error, seen = await do(page, Verb.CLICK, "Close me")
        assert (error, seen.title) == ("", "Windows")

    kit.play("/windows.html", story)


def test_dialogs_are_answered_and_reported(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        _, seen = await do(page, Verb.CLICK, "Alert")
        assert seen.notes == ("The page said “Hello there”.",)
        error, seen = await do(page, Verb.CLICK, "Confirm")
        assert (error, seen.title, seen.notes) == ("", "yes", ("The page asked “Are you sure?”: answered OK.",))
        error, seen = await do(page, Verb.CLICK, "Prompt")
        assert (error, seen.title, seen.notes) == ("", "Ada", ("The page asked “Your name?”: answered “Ada”.",))
        assert (await page.observe()).notes == ()

    kit.play("/windows.html", story)


def test_downloads_are_caught(kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error, seen = kit.play("/windows.html", lambda page: do(page, Verb.CLICK, "Report"))
    assert (error, seen.title) == ("", "Windows")
    assert seen.notes == ("The file “report.csv” was downloaded.",)
    assert list(tmp_path.iterdir()) == []


# ---- the guard


def test_leaving_the_site_is_refused(kit: Kit) -> None:
    kit.other.asked.clear()

    async def story(page: SitePage) -> None:
        for name in ("Off-site link", "Off-site script", "Off-site redirect", "Off-site form", "Off-site tab"):
            error, seen = await do(page, Verb.CLICK, name)
            assert error == f"It leads to {kit.other.url}/away.html, outside this site, and was refused.", name
            assert (seen.title, seen.last_error, seen.notes) == ("Windows", error, ()), name
        error, seen = await do(page, Verb.CLICK, "New tab")
        assert (error, seen.title) == ("", "About us")

    kit.play(f"/windows.html?other={kit.other.url}", story)
    assert kit.other.asked == []


def test_frames_of_other_sites_are_allowed(kit: Kit) -> None:
    kit.other.asked.clear()
    kit.play(f"/frames.html?other={kit.other.url}", lambda page: page.observe())
    assert "/inner.html?other" in kit.other.asked


def test_leaving_can_be_allowed(kit: Kit) -> None:
    async def story() -> str:
        free = await kit.start(options(kit.site, offsite=True), kit.keep)
        try:
            page = await free.open(f"{kit.site.url}/windows.html?other={kit.other.url}")
            error, seen = await do(page, Verb.CLICK, "Off-site link")
            assert error == ""
            await page.close()
            return seen.url
        finally:
            await free.close()

    assert kit.run(story()) == kit.other.url + "/away.html"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "chrome://version", "view-source:about:blank", "javascript:1"])
def test_only_web_addresses_are_opened(kit: Kit, url: str) -> None:
    with pytest.raises(UserError, match="not a web address"):
        kit.run(kit.browser.open(url))


def test_pages_do_not_share_cookies_or_storage(kit: Kit) -> None:
    async def story() -> list[str]:
        first, second = await kit.browser.open(kit.site.url + "/memory.html"), None
        try:
            second = await kit.browser.open(kit.site.url + "/memory.html")
            _, seen = await do(first, Verb.CLICK, "Remember")
            words = [said(seen)]
            await second.current.reload()
            words.append(said(await second.observe()))
        finally:
            await first.close()
            if second:
                await second.close()
        third = await kit.browser.open(kit.site.url + "/memory.html")
        words.append(said(await third.observe()))
        await third.close()
        return words

    fresh = "cookie none, storage none"
    assert kit.run(story()) == ["cookie been=1, storage 1", fresh, fresh]


# ---- waiting


def test_what_an_action_started_is_waited_for(kit: Kit) -> None:
    error, seen = kit.play("/lively.html", lambda page: do(page, Verb.CLICK, "Load later"))
    assert error == ""
    assert "late answer" in said(seen)


def test_what_comes_a_moment_later_is_waited_for(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        for name in ("By a timer", "By frames", "By a message", "By a request", "When idle", "By a chain"):
            await page.current.evaluate("document.getElementById('out').textContent = 'nothing yet'")
            assert "it is done" not in said(await page.observe())
            # The page stood still: what follows can only come from the click.
            error, seen = await do(page, Verb.CLICK, name)
            assert error == "" and "it is done" in said(seen), name

    kit.play("/started.html", story)


def test_a_page_that_never_stops_loading(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        started = time.monotonic()
        error, seen = await do(page, Verb.CLICK, "Press")
        assert (error, seen.title) == ("", "Never")
        assert time.monotonic() - started < 3

    started = time.monotonic()
    kit.play("/never", story)
    assert time.monotonic() - started < 10


def test_a_site_that_does_not_answer_a_click(kit: Kit) -> None:
    async def story(page: SitePage) -> None:
        error, seen = await do(page, Verb.CLICK, "Slow answer")
        assert error == "The site did not answer within 4 seconds."
        assert seen.title == "Lively"
        error, seen = await do(page, Verb.CLICK, "Replace me")
        assert error == ""

    kit.play("/lively.html", story)


def test_a_quick_action_is_quick(kit: Kit) -> None:
    async def story(page: SitePage) -> list[float]:
        spent = []
        for name in ("Plain but clickable", "Heard by a listener") * 4:
            seen = await page.observe()
            started = time.monotonic()
            assert await page.act(Action(Verb.CLICK, one(seen, name).ref), seen) == ""
            spent.append(time.monotonic() - started)
        return spent

    spent = sorted(kit.play("/index.html", story))
    assert spent[0] < 0.15


# ---- faults


def test_a_page_that_hangs_is_lost(kit: Kit) -> None:
    async def story() -> None:
        quick = await kit.start(options(kit.site, action_seconds=1.0), kit.keep)
        try:
            page = await quick.open(kit.site.url + "/lively.html")
            seen = await page.observe()
            error = await page.act(Action(Verb.CLICK, one(seen, "Hang").ref), seen)
            assert "did not react within 1 seconds" in error
            with pytest.raises(BrowserLost):
                await page.observe()
            await page.close()
            page = await quick.open(kit.site.url + "/about.html")
            assert (await page.observe()).title == "About us"
            await page.close()
        finally:
            await quick.close()

    kit.run(story())


def test_a_crashed_page_is_lost_and_the_next_one_works(kit: Kit) -> None:
    async def story() -> None:
        page = await kit.browser.open(kit.site.url + "/index.html")
        seen = await page.observe()
        session = await page.current.context.new_cdp_session(page.current)
        await crash(session)
        with pytest.raises(BrowserLost):
            await page.act(Action(Verb.CLICK, one(seen, "Read more").ref), seen)
        with pytest.raises(BrowserLost):
            await page.observe()
        await page.close()
        page = await kit.browser.open(kit.site.url + "/about.html")
        assert (await page.observe()).title == "About us"
        await page.close()

    kit.run(story())


async def crash(session: Any) -> None:
    """Kill the page's process; the call itself never comes back."""
    with pytest.raises((Error, TimeoutError)):
        await asyncio.wait_for(session.send("Page.crash"), 1)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/status?code=404", "answered 404"),
        ("/status?code=500", "answered 500"),
        ("/missing.html", "answered 404"),
        ("/data.json", "is no web page but application/json"),
        ("/report.csv", "is a download"),
        ("/redirect?to=OTHER/away.html", "sends its visitors to OTHER/away.html, another site"),
    ],
)
def test_a_bad_start_is_a_fault_of_the_environment(kit: Kit, path: str, words: str) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        kit.look(path.replace("OTHER", kit.other.url))
    assert words.replace("OTHER", kit.other.url) in caught.value.message
    assert caught.value.fix


def test_nothing_listens(kit: Kit) -> None:
    async def story() -> None:
        lost = await kit.start(options(kit.site, origin="http://127.0.0.1:9"), kit.keep)
        try:
            with pytest.raises(EnvironmentFault, match="browsers refuse that port"):
                await lost.open("http://127.0.0.1:9/")
            with pytest.raises(UserError, match=r"is not on the site"):
                await lost.open(kit.site.url)
        finally:
            await lost.close()

    kit.run(story())


def test_logging_in(kit: Kit) -> None:
    async def story() -> str:
        page = await kit.browser.open(kit.site.url + "/account", login="ada")
        seen = await page.observe()
        assert "nothing to go back to" in await page.act(Action(Verb.BACK), seen)
        await page.close()
        return said(seen)

    assert kit.run(story()) == "Hello ada"


@pytest.mark.parametrize(("login", "words"), [("wrong", "#logout did not appear"), ("lost", "no field #user")])
def test_a_login_that_fails(kit: Kit, login: str, words: str) -> None:
    with pytest.raises(EnvironmentFault, match=f"The login {login} did not work: .*{words}"):
        kit.run(kit.browser.open(kit.site.url + "/account", login=login))


def test_an_unknown_login(kit: Kit) -> None:
    with pytest.raises(UserError, match="no login 'eve'"):
        kit.run(kit.browser.open(kit.site.url + "/account", login="eve"))


# ---- the end


def test_the_end_state_has_what_checks_need(kit: Kit) -> None:
    check = {
        "url": "/index",
        "text": ["Fresh bread", "Opening"],
        "all": [{"element": {"selector": "input[name=q]", "property": "value", "value": "rye"}}],
        "not": {"element": {"selector": "#none", "property": "value", "value": "x"}},
    }

    async def story(page: SitePage) -> tuple[bool, str]:
        await do(page, Verb.TYPE, "Search the shop", "rye")
        final = await page.finish(check)
        assert final.title == "Corner Shop"
        assert final.probes[probe_key("#none", "value")] is None
        return holds(check, final, None, Site(kit.site.url))

    assert kit.play("/index.html", story) == (True, "")


def test_the_end_state_includes_frames(kit: Kit) -> None:
    final = kit.play(
        "/frames.html",
        lambda page: page.finish({"element": {"selector": "#b", "property": "disabled", "value": "false"}}),
    )
    assert "Inner text same" in final.text
    assert final.probes[probe_key("#b", "disabled")] == "false"


def test_slots_are_waited_for(kit: Kit) -> None:
    async def story() -> set[int]:
        first = await kit.browser.open(kit.site.url + "/about.html")
        second = await kit.browser.open(kit.site.url + "/about.html")
        third = asyncio.ensure_future(kit.browser.open(kit.site.url + "/about.html"))
        await asyncio.sleep(0.2)
        assert not third.done()
        await first.close()
        await first.close()
        page = await third
        assert page.slot == first.slot
        slots = {page.slot, second.slot}
        await page.close()
        await second.close()
        return slots

    assert kit.run(story()) == {0, 1}


def test_closing_is_idempotent(kit: Kit) -> None:
    async def story() -> None:
        extra = await kit.start(options(kit.site), kit.keep)
        await extra.close()
        await extra.close()
        with pytest.raises(BrowserLost):
            await extra.open(kit.site.url)

    kit.run(story())

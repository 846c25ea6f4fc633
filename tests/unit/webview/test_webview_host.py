"""A stage in a window, out of it, and gone with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from paestudio.browser.embedded import EmbeddedBrowser
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import BrowserLost
from paestudio.webview.start import prepare
from tests.contract.browser_kit import Engine, Server, options, two_origins, wait_in_qt

pytestmark = [pytest.mark.browser, pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)]


@pytest.fixture
def host() -> Iterator[Any]:
    """The views, with a QApplication."""
    endpoint = prepare(quiet=True)
    from PySide6.QtWidgets import QApplication

    from paestudio.webview.host import ViewHost

    app = QApplication.instance() or QApplication(["test"])
    host = ViewHost(endpoint)
    yield host
    host.shutdown()
    del app


@pytest.fixture
def site() -> Iterator[Server]:
    """A site."""
    with two_origins() as (first, _):
        yield first


@pytest.fixture
def engine() -> Iterator[Engine]:
    """The engine's thread."""
    engine = Engine(wait_in_qt)
    yield engine
    engine.end()


async def click(page: Any, name: str) -> tuple[str, str]:
    """(error, title afterwards) of a click."""
    seen = await page.observe()
    ref = next(e.ref for e in seen.elements if e.name == name)
    error = await page.act(Action(Verb.CLICK, ref), seen)
    return error, (await page.observe()).title


def in_main(host: Any, work: Callable[[], Any]) -> Any:
    """`work` in Qt's thread, awaited in the engine's."""
    done: Future[Any] = Future()
    host.run_later(lambda: done.set_result(work()))
    return asyncio.wrap_future(done)


def test_a_stage_can_be_shown_hidden_and_lost(host: Any, site: Server, engine: Engine) -> None:
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    opened: list[tuple[int, Any]] = []
    closed: list[int] = []
    host.viewOpened.connect(lambda slot, stage: opened.append((slot, stage)))
    host.viewClosed.connect(closed.append)
    window = QWidget()
    layout = QHBoxLayout(window)
    window.show()

    def colours() -> int:
        image = opened[0][1].grab().toImage()
        return len({QColor(image.pixel(x, y)).name() for x in range(0, 600, 3) for y in range(0, 400, 3)})

    async def story() -> None:
        browser = await EmbeddedBrowser.start(options(site, slots=1), lambda data: "", host)
        try:
            page = await browser.open(site.url + "/index.html")
            assert [slot for slot, _ in opened] == [0]
            stage = opened[0][1]
            assert (stage.width(), stage.height()) == (1280, 800)
            await in_main(host, lambda: layout.addWidget(stage))
            assert await click(page, "Read more") == ("", "About us")
            await page.observe(screenshot=True)
            assert await in_main(host, colours) > 2
            await in_main(host, lambda: stage.setParent(None))
            assert await click(page, "Home") == ("", "Corner Shop")
            await page.close()
            assert closed == [0]
            page = await browser.open(site.url + "/index.html")
            assert opened[1][1] is stage
            await in_main(host, lambda: layout.addWidget(stage))
            await in_main(host, window.deleteLater)
            await asyncio.sleep(0.1)
            with pytest.raises(BrowserLost):
                await page.observe()
            await page.close()
            page = await browser.open(site.url + "/about.html")
            assert (await page.observe()).title == "About us"
            await page.close()
        finally:
            await browser.close()

    engine.run(story())


def test_prepare_is_idempotent() -> None:
    assert prepare() == prepare()
    assert prepare().startswith("http://127.0.0.1:")

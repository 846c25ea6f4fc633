"""What only one of the browsers can suffer: a killed Chromium, a stranger at the debug port."""

from __future__ import annotations

import asyncio
import os
import signal
from urllib.parse import urlsplit

import psutil
import pytest

from paestudio.browser.launched import LaunchedBrowser
from paestudio.core.errors import BrowserLost
from paestudio.webview.start import prepare
from tests.contract.browser_kit import Engine, options, two_origins, wait_in_qt

pytestmark = [pytest.mark.browser, pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)]


def chromium() -> psutil.Process:
    """The Chromium that this process launched."""
    children = psutil.Process().children(recursive=True)
    return next(
        c for c in children if "--remote-debugging-pipe" in c.cmdline() and "--type=" not in " ".join(c.cmdline())
    )


def test_a_killed_chromium_is_started_again() -> None:
    async def story(url: str, browser: LaunchedBrowser) -> None:
        page = await browser.open(url)
        os.kill(chromium().pid, signal.SIGKILL)
        with pytest.raises(BrowserLost):
            for _ in range(100):
                await page.observe()
                await asyncio.sleep(0.02)
        await page.close()
        page = await browser.open(url)
        assert (await page.observe()).title == "About us"
        await page.close()
        await browser.close()

    with two_origins() as (site, _):

        async def main() -> None:
            await story(site.url + "/about.html", await LaunchedBrowser.start(options(site), lambda data: ""))

        asyncio.run(main())


def test_only_a_client_without_an_origin_passes_the_debug_port() -> None:
    endpoint = urlsplit(prepare(quiet=True))
    from PySide6.QtWidgets import QApplication

    from paestudio.webview.host import ViewHost

    app = QApplication.instance() or QApplication(["test"])
    host = ViewHost(endpoint.geturl())

    async def knock(origin: str) -> bytes:
        reader, writer = await asyncio.open_connection(endpoint.hostname, endpoint.port)
        lines = [
            "GET /devtools/browser HTTP/1.1",
            f"Host: {endpoint.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            *([f"Origin: {origin}"] if origin else []),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return answer.split()[1]

    engine = Engine(wait_in_qt)
    try:
        assert engine.run(knock("http://evil.example")) == b"403"
        assert engine.run(knock("http://127.0.0.1")) == b"403"
        assert engine.run(knock("")) == b"404"  # let in: there is only no target of that name
    finally:
        engine.end()
        host.shutdown()
    del app

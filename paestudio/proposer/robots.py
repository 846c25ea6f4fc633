"""robots.txt, respected everywhere but on the person's own machine."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
import urllib.robotparser
from urllib.parse import urlsplit

from paestudio.core.local_http import fetch, is_local

AGENT = "paestudio"
SECONDS = 5.0
LARGEST = 500_000  # bytes of robots.txt that are read


class Robots:
    """What a site allows its visitors that are programs."""

    def __init__(self, home_url: str) -> None:
        parts = urlsplit(home_url)
        self.delay = 0.0
        self._address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        self._own = is_local(parts.hostname or "")
        self._rules: urllib.robotparser.RobotFileParser | None = None

    async def load(self) -> None:
        """Fetch the file once. A site without one (or with one that cannot be read) allows everything."""
        if self._own:
            return
        self.read(await asyncio.to_thread(_fetch, self._address))

    def read(self, text: str) -> None:
        """Take the rules of a robots.txt."""
        self._rules = urllib.robotparser.RobotFileParser()
        self._rules.parse(text.splitlines())
        self.delay = float(self._rules.crawl_delay(AGENT) or 0.0)

    def allows(self, url: str) -> bool:
        """Whether the site lets us load this address."""
        return self._rules is None or self._rules.can_fetch(AGENT, url)


def _fetch(address: str) -> str:
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})
    try:
        with fetch(request, SECONDS) as reply:
            body = reply.read(LARGEST)
    except urllib.error.HTTPError as e:
        return "User-agent: *\nDisallow: /" if e.code in (401, 403) else ""
    except OSError:
        return ""
    return body.decode("utf-8", "replace")

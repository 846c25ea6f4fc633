"""Which addresses a page may go to. Both browsers ask here, before the request leaves."""

from __future__ import annotations

from paestudio.core.origin import origin_of


class Guard:
    """The rule: a page stays on its origin (unless `offsite`) and never leaves the web."""

    def __init__(self, origin: str, offsite: bool = False) -> None:
        self.origin = origin_of(origin)
        self.offsite = offsite

    def allows_page(self, url: str) -> bool:
        """Whether the main document of a page may be `url`."""
        if url in ("", "about:blank", "about:srcdoc"):
            return True
        target = origin_of(url)
        return bool(target) and (self.offsite or target == self.origin)

    def allows_frame(self, url: str) -> bool:
        """Whether a frame inside a page may show `url`: any web address, nothing of the machine's."""
        return url in ("", "about:blank", "about:srcdoc") or url.startswith("data:") or bool(origin_of(url))

    def refusal(self, url: str) -> str:
        """Why `url` was refused, for the agent."""
        return f"It leads to {url[:200]}, outside this site, and was refused."

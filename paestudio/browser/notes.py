"""What happened on a page without the agent's doing, in words for its next observation."""

from __future__ import annotations

NEW_WINDOW = "A new window opened and is the page now."
BACK_FROM_WINDOW = "The window was closed; the page is the one before it."


def dialog_note(kind: str, message: str, default: str = "") -> str:
    """What was answered to a JavaScript dialog (alert, confirm, prompt)."""
    match kind:
        case "confirm":
            return f"The page asked “{message[:300]}”: answered OK."
        case "prompt":
            return f"The page asked “{message[:300]}”: answered “{default}”."
        case _:
            return f"The page said “{message[:300]}”."


def download_note(name: str) -> str:
    """A file came instead of a page."""
    return f"The file “{name}” was downloaded."

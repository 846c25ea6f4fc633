"""The action vocabulary: WebVoyager's and PAE's grammar, plus Select and Press.

    Click [n] · Type [n]; [text] · Select [n]; [option] · Press [key] · Scroll [n|WINDOW]; [up|down]
    Wait · GoBack · ANSWER; [text]

`n` is an element's `ref` in the observation the action was decided on.
Source: He et al., "WebVoyager", appendix B; Zhou et al., "PAE", section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What can be done. The value is the word of the published grammar."""

    CLICK = "Click"
    TYPE = "Type"
    SELECT = "Select"
    PRESS = "Press"
    SCROLL = "Scroll"
    WAIT = "Wait"
    BACK = "GoBack"
    ANSWER = "ANSWER"


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `ref` None means the window; `text` is what to type, choose, press, answer, or up/down."""

    verb: Verb
    ref: int | None = None
    text: str = ""
    submit: bool = False  # Type: press Enter afterwards

    def __str__(self) -> str:
        """The action in the published grammar."""
        target = f"[{self.ref}]" if self.ref is not None else "[WINDOW]"
        match self.verb:
            case Verb.CLICK:
                return f"Click {target}"
            case Verb.TYPE | Verb.SELECT | Verb.SCROLL:
                return f"{self.verb} {target}; [{self.text}]"
            case Verb.PRESS:
                return f"Press [{self.text}]"
            case Verb.ANSWER:
                return f"ANSWER; [{self.text}]"
            case _:
                return str(self.verb)

"""Send a page's form for real. Only with leave to change the site: every trial and every proof leaves its mark."""

from __future__ import annotations

import re

from paestudio.core.actions import Verb
from paestudio.core.protocols import Page
from paestudio.core.records import Element, Observation
from paestudio.proposer.controls import fields, value_for
from paestudio.proposer.safety import sends
from paestudio.proposer.sitemap import Move, Spot, Trial

CONFIRMS = re.compile(
    r"\b(thank|thanks|received|has been|have been|was (sent|added|saved)|added to|success|booked)\b", re.I
)
LONGEST = 120  # characters of a confirmation
FIELDS = 5  # fields of a form that is worth a task


def send_button(seen: Observation) -> Element | None:
    """The button that sends the page's form: the first one after its fields, or the only one when it has none."""
    buttons = [e for e in seen.elements if e.role == "button" and sends(e.name) and "disabled" not in e.state]
    filled = fields(seen)
    after = [b for b in buttons if not filled or b.order > filled[0].order]
    return after[0] if after and (filled or len(buttons) == 1) else None


async def try_sending(page: Page, key: str, salt: str) -> Trial | None:
    """Fill in the form of the page `key` and send it; a trial when the site confirms it. Its value is what it says."""
    seen = await page.observe()
    button, wanted = send_button(seen), fields(seen)
    if button is None or len(wanted) > FIELDS:
        return None
    moves = [Move(Verb.TYPE, Spot.of(f, seen), value_for(f, salt)) for f in wanted]
    moves.append(Move(Verb.CLICK, Spot.of(button, seen)))
    said = {t.text for t in seen.texts}
    for move in moves:
        action = move.action(seen)
        if action is None or (move.verb is Verb.TYPE and not move.text) or await page.act(action, seen):
            return None
        seen = await page.observe()
    told = (t.text for t in seen.texts if t.text not in said and len(t.text) <= LONGEST)
    answer = next((text for text in told if CONFIRMS.search(text)), "")
    return Trial(key, "send", button, answer, tuple(moves)) if answer else None

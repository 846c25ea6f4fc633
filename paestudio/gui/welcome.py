"""The first look: three short cards, each with its own “Got it”, so that a welcome left half-way goes on there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from paestudio.gui import icons
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.machine_words import sentences
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label
from paestudio.machine import Machine

NOTE = "welcome_seen"


class Welcome(QWidget):
    """The cards nobody has closed yet; hidden when there are none. `keys_asked`: show the card of keys."""

    keys_asked = Signal()

    def __init__(self, theme: Theme, memory: LayoutMemory) -> None:
        super().__init__()
        self._memory = memory
        self.cards: dict[str, _Card] = {
            "machine": _Card(theme, "machine", tr("This machine"), tr("Looking at this machine…")),
            "safety": _Card(theme, "shield", tr("What it may do on a site"), _contract()),
            "keys": _Card(theme, "keyboard", tr("Keys"), _keys()),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for key, card in self.cards.items():
            card.seen.clicked.connect(partial(self._close, key))
            layout.addWidget(card, 1)
        more = button(theme, tr("All keys"), "keyboard", tr("Show every key (F1)"), style="flat")
        more.clicked.connect(lambda: self.keys_asked.emit())
        self.cards["keys"].row.insertWidget(0, more)
        self._show()

    def tell(self, machine: Machine) -> None:
        """What this machine has."""
        self.cards["machine"].text.setText("\n".join(sentences(machine)))

    def again(self) -> None:
        """Show all cards once more."""
        self._memory.write(NOTE, "")
        self._show()

    def _close(self, key: str, *_: object) -> None:
        self._memory.write(NOTE, " ".join(sorted({*self._seen(), key})))
        self._show()

    def _seen(self) -> set[str]:
        return set(self._memory.note(NOTE).split())

    def _show(self) -> None:
        seen = self._seen()
        for key, card in self.cards.items():
            card.setVisible(key not in seen)
        if set(self.cards) <= seen:
            self.hide()
        elif self.parentWidget() is not None:  # without one it would be a window of its own
            self.show()


class _Card(QFrame):
    def __init__(self, theme: Theme, icon: str, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._theme, self._name, self._icon = theme, icon, QLabel()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(label(title, "heading"), 1)
        self.text = label(text, wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.seen = button(theme, tr("Got it"), "approve", tr("Close this card for good"))
        self.row = QHBoxLayout()
        self.row.addStretch(1)
        self.row.addWidget(self.seen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        layout.addLayout(self.row)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        colour = self._theme.tokens.accent_text
        self._icon.setPixmap(icons.pixmap(self._name, colour, 20, self.devicePixelRatioF()))


def _contract() -> str:
    return "\n".join(
        "• " + line
        for line in (
            tr("The agent stays on the site’s own address; the browser refuses everything else."),
            tr("The explorer follows links and sends searches. It does not log out, delete or buy."),
            tr("Each attempt has its own cookies. Nothing is sent anywhere else."),
            tr("The agent presses any button it sees: use a copy of your site, or one that may change."),
        )
    )


def _keys() -> str:
    return "\n".join(
        (
            tr("Ctrl+R: train"),
            tr("Ctrl+K: find any action"),
            tr("A and X: approve or reject a task"),
            tr("S, F and C: overrule a verdict"),
            tr("Ctrl+Z: take back, also tomorrow"),
        )
    )

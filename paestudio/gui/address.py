"""The address bar: what a person types becomes something to train on, or a sentence saying why it cannot."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from paestudio.core.errors import UserError
from paestudio.core.site_folder import is_path, is_site, settled
from paestudio.gui.texts import tr
from paestudio.gui.widgets import restyle

DEMO = "demo"
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.I)
_PAGES = re.compile(r"miniwob(-browsergym)?(:[a-z0-9, -]+)?")
KEEP = 30


def normalise(text: str) -> str:
    """`text` as an http(s) address, `demo`, MiniWoB++ pages (`miniwob:click-link`), or the folder of a site.

    Raises UserError with what to do instead.
    """
    typed = text.strip()
    example = tr("Try something like https://shop.example.org, or demo.")
    if not typed:
        raise UserError(tr("There is no address yet."), tr("Enter a website, or demo for the built-in one."))
    if typed.casefold() == DEMO:
        return DEMO
    if _PAGES.fullmatch(typed):
        return typed
    if is_site(typed):
        return settled(typed)
    if is_path(typed):
        text = tr("“{typed}” is not the folder of a site.")
        raise UserError(text.format(typed=typed), tr("Such a folder has site.json and start.sh in it."))
    if re.search(r"\s", typed):
        raise UserError(tr("An address has no spaces in it."), example)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))", typed, re.I)
    if scheme and scheme[1].lower() not in ("http", "https"):
        text = tr("{scheme}: addresses cannot be trained on, only http and https.")
        raise UserError(text.format(scheme=scheme[1]), example)
    url = typed if scheme else f"http://{typed}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        text = tr("“{typed}” is not an address: its host or port is malformed.")
        raise UserError(text.format(typed=typed), example) from None
    if not _is_host(host):
        raise UserError(tr("“{typed}” is not an address of a website.").format(typed=typed), example)
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
        return True
    except ValueError:
        pass  # a name, then
    try:
        plain = host.encode("idna").decode()
    except UnicodeError:
        return False
    labels = plain.rstrip(".").split(".")
    if not all(_LABEL.fullmatch(part) for part in labels):
        return False
    return (len(labels) > 1 and not labels[-1].isdigit()) or plain == "localhost"


class AddressBar(QLineEdit):
    """Says at once what is wrong with an address, through `problem` (a sentence, or "" when it is in order)."""

    problem = Signal(str)
    chosen = Signal()  # Enter was pressed on a good address

    def __init__(self, history: list[str]) -> None:
        super().__init__(
            placeholderText=tr("Address of a website, or demo for the built-in one"), clearButtonEnabled=True
        )
        self.setAccessibleName(tr("Website address"))
        self.setObjectName("address")
        self._history = QStringListModel(history, self)
        completer = QCompleter(self._history, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.textChanged.connect(self._clear)  # also a text that the window puts in
        self.returnPressed.connect(self._enter)
        self.setMinimumWidth(220)

    def address(self) -> str | None:
        """The checked address, put back into the field; None after saying what is wrong."""
        try:
            good = normalise(self.text())
        except UserError as e:
            restyle(self, invalid="true")
            self.problem.emit(str(e))
            self.setAccessibleDescription(str(e))
            self.setFocus()
            return None
        self._clear()
        if good != self.text():
            self.setText(good)
        return good

    def take_focus(self) -> None:
        """Ready to type another address."""
        self.setFocus()
        self.selectAll()

    def remember(self, url: str) -> None:
        """Offer this address next time."""
        kept = [url] + [old for old in self.history() if old != url]
        self._history.setStringList(kept[:KEEP])

    def history(self) -> list[str]:
        """Addresses used, the latest first."""
        return list(self._history.stringList())

    def _clear(self, *_: object) -> None:
        if self.property("invalid") == "true":
            restyle(self, invalid="false")
            self.problem.emit("")
            self.setAccessibleDescription("")

    def _enter(self) -> None:
        if self.address() is not None:
            self.chosen.emit()

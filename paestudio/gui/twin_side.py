"""One side of a comparison: which agent, its page (live, else the screenshot of a step), its verdict."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from paestudio.core.records import Purpose
from paestudio.gui import words
from paestudio.gui.check_words import evidence
from paestudio.gui.engine_words import say
from paestudio.gui.page_mirror import PageCopy, PageMirror
from paestudio.gui.pictures import Pictures
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.twin_data import Attempt, Version
from paestudio.gui.widgets import label, named, restyle

RATE = 6.0  # copies of a live page a second
TONES = {"success": "run", "failure": "bad"}


class TwinSide(QFrame):
    """`chosen`: a person picked another agent."""

    chosen = Signal()

    def __init__(self, theme: Theme, pictures: Pictures, says: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._pictures = pictures
        self._attempt: Attempt | None = None
        self._cell: int | None = None
        self._copy: PageCopy | None = None
        self.agent = named(QComboBox(), says=says)
        self.agent.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.agent.activated.connect(self.chosen)
        self.chip = label("", "chip")
        self.source = label("", "muted", wrap=True)
        self.mirror = PageMirror(theme)
        self.mirror.setAccessibleName(says)
        self.mirror.setMinimumHeight(160)
        self.says = label("", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.agent)
        head.addWidget(self.chip)
        head.addWidget(self.source, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(head)
        layout.addWidget(self.mirror, 1)
        layout.addWidget(self.says)
        pictures.loaded.connect(self._came)
        self.show_attempt(None)

    def offer(self, versions: tuple[Version, ...], wanted: int) -> None:
        """What can be chosen, and what is."""
        self.agent.clear()
        for version in versions:
            text = tr("Base") if version.number == 0 else tr("Checkpoint {number}").format(number=version.number)
            self.agent.addItem(text if version.here else tr("{agent} (deleted)").format(agent=text), version)
        self.agent.setCurrentIndex(max(0, next((i for i, v in enumerate(versions) if v.number == wanted), 0)))

    def version(self) -> Version | None:
        """The chosen agent; None before there is a choice."""
        found: Version | None = self.agent.currentData()
        return found

    def name(self) -> str:
        """The chosen agent inside a sentence."""
        version = self.version()
        if version is None or version.number == 0:
            return tr("the base")
        return tr("checkpoint {number}").format(number=version.number)

    def show_attempt(self, attempt: Attempt | None, playing: bool = False) -> None:
        """Its verdict and where it comes from."""
        self._attempt = attempt
        row = attempt.row if attempt is not None else None
        settled = row.settled if row is not None else None
        self.chip.setVisible(row is not None)
        if settled is not None:
            look = words.OUTCOME[settled.outcome]
            self.chip.setText(look.word)
            self.chip.setToolTip(evidence(settled.evidence, row.task.check) if row is not None else "")
            restyle(self.chip, tone=TONES.get(look.token, "wait"))
        elif row is not None:
            self.chip.setText(tr("Ended") if row.ended else tr("Step {number}").format(number=len(row.steps) + 1))
            restyle(self.chip, tone="" if row.ended else "run")
        self.source.setText(_source(attempt, playing))
        self._paint()

    def show_cell(self, number: int | None) -> None:
        """The step with that number, the page at the end, or (None) that there is none here."""
        self._cell = number
        self._paint()

    def attach(self, stage: QWidget) -> None:
        """Show a live page."""
        self.detach()
        self._copy = PageCopy(stage, RATE, self)
        self._copy.want(self.isVisible())
        self.mirror.show_view(self._copy)
        self.mirror.glow("accent")

    def look(self, on: bool) -> None:
        """Whether the page can be seen: a live page is copied only then."""
        if self._copy is not None:
            self._copy.want(on)

    def detach(self) -> None:
        """The live page is gone."""
        self.mirror.show_view(None)
        self.mirror.glow("")
        if self._copy is not None:
            self._copy.want(False)
            self._copy.deleteLater()
            self._copy = None

    def _paint(self) -> None:
        row = self._attempt.row if self._attempt is not None else None
        if row is None:
            self.mirror.show_still(QPixmap(), tr("Nothing is stored of this agent on this task."))
            self.says.setText("")
            return
        if self._cell is None:
            self.mirror.show_still(QPixmap(), tr("No step here."))
            self.says.setText("")
            return
        line = row.steps[self._cell] if self._cell < len(row.steps) else None
        shot = line.screenshot if line is not None else row.last_screenshot
        picture = self._pictures.pixmap(shot) if self._pictures.known(shot) else QPixmap()
        at = (line.url, line.title) if line is not None else (row.final_url, row.final_title)
        self.mirror.show_still(picture, words.unseen(at[1], at[0], kept=self._pictures.known(shot)))
        self.mirror.mark(line.box if line is not None and not self.mirror.live else None)
        if line is not None:
            error = f" – {line.error}" if line.error else ""
            self.says.setText(f"{self._cell + 1}. {line.action}{error}")
        else:
            settled = row.settled
            why = evidence(settled.evidence, row.task.check) if settled is not None else say(row.error)
            self.says.setText(" – ".join(part for part in (row.stop[:1].upper() + row.stop[1:], why) if part))

    def _came(self, name: str) -> None:
        row = self._attempt.row if self._attempt is not None else None
        if row is not None and (name == row.final_screenshot or any(name == step.screenshot for step in row.steps)):
            self._paint()


def _source(attempt: Attempt | None, playing: bool) -> str:
    if attempt is None:
        return tr("opening…") if playing else ""
    if attempt.row.purpose is Purpose.HELD_OUT:
        kind = tr("from the held-out measurement")
    elif not attempt.row.ended:
        return tr("playing")
    else:
        kind = tr("from a comparison")
    return f"{kind}, {words.moment(attempt.started)}" if attempt.started else kind

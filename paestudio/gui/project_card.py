"""One site on the Home page: its curve, its last measurement, how its last run stands, and what to do with it."""

from __future__ import annotations

import re
import time
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from paestudio.core.site_folder import split
from paestudio.gui import words
from paestudio.gui.address import DEMO
from paestudio.gui.engine_words import say
from paestudio.gui.home_data import Project, RunLine
from paestudio.gui.sparkline import Sparkline
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named, restyle
from paestudio.store.rows import RunState

EARLIER = 20  # earlier runs in the folded list at most


def site_name(site: str) -> str:
    """A site as people call it."""
    if site == DEMO:
        return tr("Demo shop (built in)")
    login, folder = split(site)
    if folder.is_absolute():
        return f"{folder.name} ({login})" if login else folder.name
    return re.sub(r"^https?://", "", site).rstrip("/")


def state_word(state: RunState) -> tuple[str, str]:
    """A run's state in a word, and the tone of its chip."""
    return {
        RunState.RUNNING: (tr("Running"), "run"),
        RunState.FINISHED: (tr("Finished"), ""),
        RunState.STOPPED: (tr("Stopped"), "wait"),
        RunState.FAILED: (tr("Failed"), "bad"),
        RunState.INTERRUPTED: (tr("Interrupted"), "bad"),
    }[state]


def when(at: float, now: float | None = None) -> str:
    """A moment as a person says it: 5 minutes ago, or a date."""
    passed = (time.time() if now is None else now) - at
    if passed < 90:
        return tr("just now")
    if passed < 5400:
        return tr("%n minute(s) ago", None, round(passed / 60))
    if passed < 36 * 3600:
        return tr("%n hour(s) ago", None, round(passed / 3600))
    date = time.localtime(at)
    return QLocale().toString(QDate(date.tm_year, date.tm_mon, date.tm_mday), QLocale.FormatType.ShortFormat)


class ProjectCard(QFrame):
    """Emits what a person asks for, with a run's name or a site."""

    open_asked = Signal(str)
    resume_asked = Signal(str)
    train_asked = Signal(str)

    def __init__(self, project: Project, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.project = project
        self._theme = theme
        latest = project.runs[0]
        self.setAccessibleName(f"{site_name(project.site)}, {state_word(latest.row.state)[0]}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head(latest))
        if latest.row.damaged:
            layout.addWidget(label(say(latest.row.damaged), "error", wrap=True))
        self.earlier = self._earlier(project.runs[1:])
        self.earlier.hide()
        layout.addWidget(self.earlier)

    def _head(self, latest: RunLine) -> QHBoxLayout:
        words_box = QVBoxLayout()
        words_box.setSpacing(2)
        title = QHBoxLayout()
        title.setSpacing(8)
        name = label(site_name(self.project.site), "heading")
        name.setTextFormat(Qt.TextFormat.PlainText)
        title.addWidget(name)
        text, tone = state_word(latest.row.state)
        chip = label(text, "chip")
        restyle(chip, tone=tone)
        title.addWidget(chip)
        title.addStretch(1)
        words_box.addLayout(title)
        words_box.addWidget(label(self._facts(latest), "muted"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words_box, 1)
        figure = QVBoxLayout()
        figure.setSpacing(0)
        last = self.project.last
        self.figure = label(words.percent(last.success) if last else "–", "figure")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        figure.addWidget(self.figure)
        band = f"{last.low * 100:.0f}–{last.high * 100:.0f} %, n {last.n}" if last else tr("not measured")
        under = label(band, "muted")
        under.setAlignment(Qt.AlignmentFlag.AlignRight)
        figure.addWidget(under)
        row.addLayout(figure)
        row.addWidget(Sparkline(self._theme, self.project.curve))
        row.addLayout(self._buttons(latest))
        return row

    def _facts(self, latest: RunLine) -> str:
        told = [when(latest.row.last_at)]
        if len(self.project.runs) > 1:
            told.append(tr("%n run(s)", None, len(self.project.runs)))
        told.append(tr("%n episode(s)", None, latest.row.episodes))
        if latest.row.version:
            told.append(tr("adapter version {version}").format(version=latest.row.version))
        return " · ".join(told)

    def _buttons(self, latest: RunLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        run = latest.row.run.id
        if latest.resumable:
            says = tr("Go on where this run ended, at most one update behind")
            self.resume = button(self._theme, tr("Resume"), "resume", says, token="on_accent", style="primary")
            self.resume.clicked.connect(partial(self._emit_resume, run))
            row.addWidget(self.resume)
        else:
            again = button(self._theme, tr("Train again"), "train", tr("A new run on this site"))
            again.clicked.connect(lambda: self.train_asked.emit(self.project.site))
            row.addWidget(again)
        self.open = button(self._theme, tr("Open"), "page", tr("Show this run"))
        self.open.clicked.connect(lambda: self.open_asked.emit(run))
        row.addWidget(self.open)
        self.more = button(self._theme, tr("Earlier runs"), "more", tr("Earlier runs"), style="flat", word=False)
        self.more.setCheckable(True)
        if len(self.project.runs) < 2:
            self.more.hide()
        self.more.toggled.connect(self._unfold)
        row.addWidget(self.more)
        return row

    def _earlier(self, lines: tuple[RunLine, ...]) -> QWidget:
        made = named(QWidget(), says=tr("Earlier runs"))
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(4)
        for line in lines[:EARLIER]:
            row = QHBoxLayout()
            rate = f" · {words.percent(line.rates[-1].success)}" if line.rates else ""
            told = f"{when(line.row.last_at)} · {state_word(line.row.state)[0]}{rate}"
            row.addWidget(label(told, "muted"), 1)
            if line.resumable:
                resume = button(self._theme, tr("Resume"), "resume", tr("Go on where this run ended"), style="flat")
                resume.clicked.connect(partial(self._emit_resume, line.row.run.id))
                row.addWidget(resume)
            shown = button(self._theme, tr("Open"), "page", tr("Show this run"), style="flat")
            shown.clicked.connect(partial(self._emit_open, line.row.run.id))
            row.addWidget(shown)
            box.addLayout(row)
        return made

    def _unfold(self, on: bool) -> None:
        self.earlier.setVisible(on)

    def _emit_resume(self, run: str, *_: object) -> None:
        self.resume_asked.emit(run)

    def _emit_open(self, run: str, *_: object) -> None:
        self.open_asked.emit(run)

"""A judge made better from what a person overruled: asked for in a process of its own, shown before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from paestudio.config import RunConfig, about, from_mapping
from paestudio.core.agreement import human_word
from paestudio.core.errors import UserError
from paestudio.core.records import Run
from paestudio.gui import command
from paestudio.gui.job import Job
from paestudio.gui.run_data import RunData, rate_words
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named

GROUPS = ("judge", "endpoint", "model")  # the settings that `paestudio judge` takes
TALL = 120  # pixels of the guidance


class BetterJudge(QFrame):
    """Shown for a run with a model as judge, once a person has overruled it. `used` (path): take this guidance."""

    used = Signal(str)

    def __init__(self, store_folder: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._store_folder = store_folder
        self._run: Run | None = None
        self._found: dict[str, Any] = {}
        self.job: Job | None = None
        self.words = label("", "muted", wrap=True)
        self.guidance = named(QPlainTextEdit(readOnly=True), says=tr("New guidance for the judge"))
        self.guidance.setFixedHeight(TALL)
        self.guidance.setTabChangesFocus(True)
        says = tr("Let the judge's model write better guidance from what you overruled, and measure it on the rest")
        self.ask = button(theme, tr("Improve the judge"), "review", says)
        self.ask.clicked.connect(self._ask)
        self.stop = button(theme, tr("Stop"), "stop", tr("Stop; the judge stays as it is"))
        self.stop.clicked.connect(self.close_job)
        self.use = button(theme, tr("Use it"), "approve", tr("The next runs judge with this guidance"))
        self.use.clicked.connect(self._use)
        self.keep = button(theme, tr("Keep the old"), "close", tr("The judge stays as it is"))
        self.keep.clicked.connect(self._forget)
        row = QHBoxLayout()
        for made in (self.ask, self.stop, self.use, self.keep):
            row.addWidget(made)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 8, 8)
        box.addWidget(self.words)
        box.addWidget(self.guidance)
        box.addLayout(row)
        self._forget()

    def show_run(self, data: RunData, training: bool) -> None:
        """What this run's judge can learn from; nothing while it trains, or without a judge."""
        if self._run is not data.run:
            self.close_job()
            self._run = data.run
        overruled = sum(_overruled(row.verdicts) for row in data.finished)
        self.setVisible(self._run is not None and overruled > 0 and not training)
        if not self._found and not self._busy():
            self.words.setText(tr("You overruled the judge %n time(s).", None, overruled))

    def close_job(self) -> None:
        """End it, with the window or because a person says so."""
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()
            self.job = None
        self._forget()

    def _busy(self) -> bool:
        return self.job is not None and self.job.running

    def _ask(self) -> None:
        if self._run is None or self._busy():
            return
        try:
            config = from_mapping(dict(self._run.config))
        except (UserError, TypeError):  # settings of another version
            self.words.setText(tr("The settings of this run are of another version."))
            return
        words = ["judge", self._run.id, "--improve", "--json", f"--store={self._store_folder}", *_options(config)]
        self.job = Job(words, self)
        self.job.ended.connect(self._ended)
        self.words.setText(tr("The judge judges again what you decided…"))
        self._show(busy=True)
        self.job.start()

    def _ended(self, worked: bool, last: str, told: str) -> None:
        self.job = None
        try:
            self._found = json.loads(last) if worked else {}
            self.words.setText(_compared(self._found) if worked else told)
        except (ValueError, KeyError, TypeError):
            self._found = {}
            self.words.setText(tr("The judge's answer cannot be read."))
        self.guidance.setPlainText(str(self._found.get("guidance", "")))
        self._show(busy=False)

    def _use(self) -> None:
        """Write the guidance beside the runs, and tell who starts them."""
        if self._run is None or not self._found:
            return
        place = self._store_folder / "guidance" / f"{self._run.id}.txt"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"{self._found['guidance']}\n", encoding="utf-8")
        except OSError as e:
            self.words.setText(tr("The guidance could not be written: {reason}").format(reason=e))
            return
        self._forget()
        self.words.setText(tr("The next runs judge with this guidance."))
        self.used.emit(str(place))

    def _forget(self) -> None:
        self._found = {}
        self._show(busy=False)

    def _show(self, *, busy: bool) -> None:
        """The buttons and the text that there is something to do with."""
        found = bool(self._found)
        self.ask.setVisible(not busy and not found)
        self.stop.setVisible(busy)
        for widget in (self.use, self.keep, self.guidance):
            widget.setVisible(found)


def _overruled(verdicts: Any) -> bool:
    """Whether a person decided otherwise than a judge did."""
    word = human_word(verdicts)
    judged = {v.evaluator: v.outcome for v in verdicts if v.evaluator.startswith("judge:")}
    return word is not None and any(outcome is not word.outcome for outcome in judged.values())


def _options(config: RunConfig) -> list[str]:
    """The settings of the judge that are not at their defaults, as options."""
    return command.options(config, lambda name: about(name).group in GROUPS)


def _compared(found: dict[str, Any]) -> str:
    """Before and after, and whether it is better. Raises KeyError for what is no result."""
    lines = [
        tr("On {count} of your verdicts that it has not seen:").format(count=found["held_out"]),
        *(
            tr("{when}: of its successes, right {precision}; of the real ones, found {recall}.").format(
                when=word, precision=rate_words(found[key]["precision"]), recall=rate_words(found[key]["recall"])
            )
            for word, key in ((tr("Before"), "before"), (tr("After"), "after"))
        ),
        tr("It is better there.") if found["better"] else tr("It is not better there: keep the old."),
    ]
    return "\n".join(lines)

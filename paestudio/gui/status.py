"""The line at the bottom: what happens now, in words, and the counts that tell whether all is well."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar

from paestudio.core.events import Noticed
from paestudio.gui import words
from paestudio.gui.engine_words import say
from paestudio.gui.latency import Latency
from paestudio.gui.run_data import rate_words
from paestudio.gui.runner import Mode
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr
from paestudio.gui.widgets import label


class StatusLine(QStatusBar):
    """`say` shows a passing sentence; the rest follows the state."""

    def __init__(self, state: RunState, latency: Latency) -> None:
        super().__init__(sizeGripEnabled=False)
        self._state = state
        self._mode = Mode.IDLE
        self.now = label(_ready())
        self.counts = label("", "muted")
        self.notice = label("", "muted")
        self.delay = label("", "muted")
        self.delay.hide()
        self.addWidget(self.now, 1)
        for made in (self.notice, self.counts, self.delay):
            self.addPermanentWidget(made)
        state.phase_changed.connect(self._show)
        state.episodes_changed.connect(self._count)
        state.tasks_changed.connect(self._count)
        state.noticed.connect(self._noticed)
        state.reset.connect(self._show)
        latency.told.connect(self._delayed)

    def say(self, text: str) -> None:
        """A sentence for a few seconds."""
        self.showMessage(text, 6000)

    def show_mode(self, mode: Mode) -> None:
        """Follow the runner."""
        self._mode = mode
        self._show()

    def _show(self) -> None:
        self.now.setText(self._sentence())
        self._count()

    def _sentence(self) -> str:
        data, mode = self._state.data, self._mode
        if mode is Mode.STARTING:
            return tr("Starting: loading the model and the browser…")
        if mode is Mode.REPLAY and data.run is None:
            return tr("Opening the run…")
        if mode is Mode.STOPPING:
            return tr("Stopping after the current action… What was done is kept.")
        if data.phase is not None and mode is not Mode.IDLE:
            told = words.phase(data.phase.phase)
            if data.phase.total:
                done, total = f"{data.phase.done:,}", f"{data.phase.total:,}"
                told += " " + tr("{some} of {all}").format(some=done, all=total)
            if data.phase.detail:
                told += f": {say(data.phase.detail)}"
            return tr("Paused ({phase})").format(phase=told) if mode is Mode.PAUSED else told
        if data.ended is not None:
            return self._end(data.ended.reason)
        if data.run is not None and mode is Mode.IDLE:
            text = tr("Run {run} on {site} did not end; it can be resumed.")
            return text.format(run=data.run.id, site=data.site)
        return _ready()

    def _end(self, reason: str) -> str:
        measured = {m.name: m.rate for m in self._state.data.measured}
        ends = {"finished": tr("Finished."), "stopped": tr("Stopped; it can be resumed.")}
        said = ends.get(reason, tr("The run failed."))
        if "before" in measured and "after" in measured:
            text = tr("Held-out success {before} → {after}.")
            before, after = rate_words(measured["before"]), rate_words(measured["after"])
            said += " " + text.format(before=before, after=after)
        return said

    def _count(self, *_: object) -> None:
        data = self._state.data
        told = []
        if data.tasks:
            told.append(tr("%n task(s)", None, len(data.tasks)))
        if data.played:
            told.append(tr("%n episode(s)", None, data.played))
        if data.unknown_rate is not None:
            told.append(tr("{share} unclear").format(share=words.percent(data.unknown_rate)))
        if data.updates:
            told.append(tr("%n update(s)", None, len(data.updates)))
        self.counts.setText(" · ".join(told))

    def _noticed(self, notice: Noticed) -> None:
        message = say(notice.message)
        self.notice.setText(words.shorten(message, 60))
        self.notice.setToolTip(f"{message} {say(notice.fix)}".strip())

    def _delayed(self, p50: float, p99: float, worst: float) -> None:
        told = tr("loop {p50} / {p99} / {worst} ms")
        self.delay.setText(told.format(p50=f"{p50:.1f}", p99=f"{p99:.1f}", worst=f"{worst:.0f}"))


def _ready() -> str:
    return tr("Ready. Enter a website and press Train.")

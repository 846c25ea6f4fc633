"""The bar on top: where to train, the three buttons, and how far it is."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolBar, QToolButton, QWidget

from paestudio.gui import words
from paestudio.gui.address import AddressBar
from paestudio.gui.runner import Mode
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import label, named, restyle


def _chips() -> dict[Mode, tuple[str, str]]:
    return {
        Mode.STARTING: (tr("Starting"), "run"),
        Mode.PAUSED: (tr("Paused"), "wait"),
        Mode.STOPPING: (tr("Stopping"), "wait"),
    }


def _ends() -> dict[str, tuple[str, str]]:
    return {"finished": (tr("Finished"), ""), "stopped": (tr("Stopped"), ""), "failed": (tr("Failed"), "bad")}


class RunBar(QToolBar):
    """Emits what a person asks for; `show_mode` follows the runner."""

    train_asked = Signal(str)
    pause_asked = Signal(bool)
    stop_asked = Signal()

    def __init__(self, state: RunState, theme: Theme, history: list[str]) -> None:
        super().__init__(tr("Run"), movable=False, floatable=False)
        self.setObjectName("toolbar_run")
        self._state = state
        self._mode = Mode.IDLE
        self.address = AddressBar(history)
        self.address.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.train = _action(self, tr("Train"), "Ctrl+R", tr("Train on this website (Ctrl+R)"))
        holds = tr("Hold after the current action; the model stays loaded (Ctrl+.)")
        self.pause = _action(self, tr("Pause"), "Ctrl+.", holds)
        self.pause.setCheckable(True)
        stops = tr("End the run after the current action; it can be resumed (Ctrl+Shift+.)")
        self.stop = _action(self, tr("Stop"), "Ctrl+Shift+.", stops)
        self.chip = label(tr("Ready"), "chip")
        self.chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.left = label("", "muted")
        self.bar = named(QProgressBar(textVisible=False), says=tr("Progress of this phase"))
        self.bar.setFixedWidth(96)
        self._fill(theme)
        self.address.chosen.connect(self._ask)
        self.train.triggered.connect(self._ask)
        self.pause.triggered.connect(self.pause_asked)
        self.stop.triggered.connect(self.stop_asked)
        state.phase_changed.connect(self._show)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._show_time)
        self._clock.start()
        self._progress = (1, 0)
        # A progress bar paints at once, and all that waits to be painted with it: not for each event.
        self._soon = QTimer(self, singleShot=True, interval=100)
        self._soon.timeout.connect(self._show_progress)
        self.show_mode(Mode.IDLE)

    def show_mode(self, mode: Mode) -> None:
        """Enable what makes sense now."""
        self._mode = mode
        going = mode in (Mode.RUNNING, Mode.PAUSED, Mode.STARTING)
        self.train.setEnabled(mode in (Mode.IDLE, Mode.REPLAY))
        self.address.setEnabled(mode in (Mode.IDLE, Mode.REPLAY))
        self.pause.setEnabled(mode in (Mode.RUNNING, Mode.PAUSED, Mode.REPLAY))
        self.stop.setEnabled(going or mode is Mode.REPLAY)
        if mode is not Mode.REPLAY:
            self.pause.setChecked(mode is Mode.PAUSED)
        self._show()

    def _fill(self, theme: Theme) -> None:
        self.addWidget(self.address)
        for action, icon, token in (
            (self.train, "train", "on_accent"),
            (self.pause, "pause", "text"),
            (self.stop, "stop", "text"),
        ):
            self.addAction(action)
            theme.bind_icon(action, icon, token)
            made = self.widgetForAction(action)
            assert isinstance(made, QToolButton)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setAccessibleName(action.text())
            if action is self.train:
                made.setObjectName("primary")
        self.addWidget(self.chip)
        self.addWidget(moving := QWidget())  # one for both: they come and go without the bar's own actions
        row = QHBoxLayout(moving)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addWidget(self.left)
        self.left.setMinimumWidth(92)
        self.setIconSize(QSize(16, 16))

    def _ask(self) -> None:
        url = self.address.address() if self.train.isEnabled() else None
        if url is not None:
            self.train_asked.emit(url)

    def _show(self) -> None:
        phase, ended = self._state.data.phase, self._state.data.ended
        if self._mode in (chips := _chips()):
            text, tone = chips[self._mode]
        elif phase is not None and self._mode is not Mode.IDLE:
            text, tone = words.phase_short(phase.phase), "wait" if phase.phase == "waiting" else "run"
        elif ended is not None:
            text, tone = _ends().get(ended.reason, (ended.reason.capitalize(), ""))
        else:
            text, tone = (tr("Opening"), "run") if self._mode is Mode.REPLAY else (tr("Ready"), "")
        if self.chip.text() != text or self.chip.property("tone") != tone:
            self.chip.setText(text)
            self.chip.setAccessibleName(tr("State: {state}").format(state=text))
            restyle(self.chip, tone=tone)
        busy = self._mode not in (Mode.IDLE, Mode.REPLAY)
        self.bar.setVisible(busy)
        self.left.setVisible(busy)
        done, total = (phase.done, phase.total) if phase is not None else (0, 0)
        moving = busy and self._mode is not Mode.PAUSED  # a range of 0 makes the bar run to and fro
        self._progress = (total or (0 if moving else 1), done if total else 0)
        if not self._soon.isActive():
            self._soon.start()
        self._show_time()

    def _show_progress(self) -> None:
        most, value = self._progress
        self.bar.setRange(0, most)
        self.bar.setValue(value)

    def _show_time(self) -> None:
        deadline = self._state.data.deadline
        live = self._mode in (Mode.RUNNING, Mode.PAUSED)
        text = (
            tr("{time} left").format(time=words.duration(deadline - time.monotonic()))
            if deadline is not None and live
            else ""
        )
        if text != self.left.text():
            self.left.setText(text)


def _action(owner: QToolBar, text: str, keys: str, says: str) -> QAction:
    made = QAction(text, owner)
    made.setShortcut(QKeySequence(keys))
    made.setToolTip(says)
    return made

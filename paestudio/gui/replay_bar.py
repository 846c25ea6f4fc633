"""The controls of a replay: where it is, how fast it goes, and a slider to go anywhere in the run."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider

from paestudio.gui import words
from paestudio.gui.runner import Mode, Runner
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named

SPEEDS = (1.0, 2.0, 5.0, 10.0, 30.0, 100.0)
DRAG_MS = 200  # from the last move of the slider to the jump
PAGE = 60  # seconds a click beside the handle, or Page Down, moves


class ReplayBar(QFrame):
    """Shown while a stored run is played at its pace, and afterwards until another one is shown."""

    def __init__(self, runner: Runner, theme: Theme) -> None:
        super().__init__()
        named(self, "panel", tr("Replay"))
        self._runner = runner
        self._total = 0.0
        self.hold = button(theme, tr("Pause"), "pause", tr("Hold the replay (Ctrl+.)"))
        self.hold.setCheckable(True)
        self.again = button(theme, tr("Play again"), "undo", tr("From the beginning"))
        self.place = named(QSlider(Qt.Orientation.Horizontal), says=tr("Place in the run"))
        self.place.setPageStep(PAGE)
        self.place.setSingleStep(5)
        self.time = label("", "muted")
        self.speed = named(QComboBox(), says=tr("Speed of the replay"))
        for speed in SPEEDS:
            self.speed.addItem(f"× {speed:g}", speed)
        self._dragged = QTimer(self, singleShot=True, interval=DRAG_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(label(tr("Replay"), "heading"))
        row.addWidget(self.hold)
        row.addWidget(self.again)
        row.addWidget(self.place, 1)
        row.addWidget(self.time)
        row.addWidget(self.speed)
        self._connect()
        self.show_mode(Mode.IDLE)

    def show_mode(self, mode: Mode) -> None:
        """Follow the runner."""
        playing = mode is Mode.REPLAY
        self.setVisible(bool(self._runner.replayed) and (playing or mode is Mode.IDLE))
        self.hold.setVisible(playing)
        self.again.setVisible(not playing)
        if not playing:
            self.hold.setChecked(False)
        with QSignalBlocker(self.speed):
            at = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self._runner.speed))
            self.speed.setCurrentIndex(at)

    def _connect(self) -> None:
        self._runner.replay_moved.connect(self._moved)
        self._dragged.timeout.connect(self._jump)
        self.place.valueChanged.connect(self._dragging)
        self.hold.clicked.connect(self._runner.pause)
        self.again.clicked.connect(self._play_again)
        self.speed.currentIndexChanged.connect(self._faster)

    def _moved(self, here: float, total: float) -> None:
        self._total = total
        if self.place.isSliderDown() or self._dragged.isActive():
            return
        with QSignalBlocker(self.place):
            self.place.setRange(0, max(1, round(total)))
            self.place.setValue(round(here))
        self._say(here)

    def _say(self, here: float) -> None:
        told = tr("{time} of {all}").format(time=words.clock(here), all=words.clock(self._total))
        self.time.setText(told)
        self.place.setAccessibleDescription(told)

    def _dragging(self, seconds: int) -> None:
        self._say(seconds)
        self._dragged.start()

    def _jump(self) -> None:
        self._runner.seek(float(self.place.value()))

    def _play_again(self, *_: object) -> None:
        self._runner.open(self._runner.replayed, self._runner.speed)

    def _faster(self, *_: object) -> None:
        self._runner.set_speed(self.speed.currentData())

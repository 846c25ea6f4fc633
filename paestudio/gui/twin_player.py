"""The twin player: one task, two versions of the agent, side by side; live while they play, then step by step."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from paestudio.core import events as ev
from paestudio.core.protocols import COMPARING
from paestudio.core.records import Task
from paestudio.gui import twin_steps
from paestudio.gui.pictures import Pictures
from paestudio.gui.store_reader import StoreReader
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.twin_data import Attempt, Choices, begin, read_choices, read_pair
from paestudio.gui.twin_runner import TwinRunner
from paestudio.gui.twin_side import TwinSide
from paestudio.gui.twin_strip import TwinStrips
from paestudio.gui.widgets import button, label, named

CHOICES, PAIR = "choices", "pair"


class TwinPlayer(QWidget):
    """`open` a run. `back_asked`: the person is done here; `kept` (run, events): a comparison was stored."""

    back_asked = Signal()
    kept = Signal(str, list)

    def __init__(self, theme: Theme, pictures: Pictures, store_folder: Path, runner: TwinRunner) -> None:
        super().__init__()
        self.runner = runner
        self.reader = StoreReader(store_folder, self)
        self._choices: Choices | None = None
        self._wanted = ("", 0)  # run, version
        self._attempts: list[Attempt | None] = [None, None]
        self._told: list[ev.Event] = []
        self._stages: dict[int, QWidget] = {}
        self._slots: dict[int, int] = {}  # slot of a live page → side
        self._playing = self._stopping = self._training = False
        self._phase = ev.PhaseChanged("")
        self.back = button(theme, tr("Curves"), "undo", tr("Back to the curves"))
        self.task = named(QComboBox(), says=tr("Task to compare on"))
        self.task.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.play = button(theme, tr("Play both"), "train", tr("Both agents play this task now, side by side"))
        self.cancel = button(theme, tr("Stop"), "stop", tr("End this comparison; nothing of it is kept"))
        self.sides = (TwinSide(theme, pictures, tr("First agent")), TwinSide(theme, pictures, tr("Second agent")))
        self.strips = TwinStrips(theme, pictures, store_folder / "blobs")
        self.sentence = label("", "heading", wrap=True)
        self.note = label("", "muted", wrap=True)
        self.error = label("", "error", wrap=True)
        self.bar = named(QProgressBar(textVisible=False), says=tr("Comparison"))
        self._lay_out()
        self._connect()
        self._show()

    def open(self, run: str, version: int = 0) -> None:
        """Show a run: its base beside `version` (0: the latest checkpoint), on its first held-out task."""
        if self._playing:
            return
        self._wanted = (run, version)
        self.error.setText("")
        if run:
            self.reader.ask(CHOICES, partial(read_choices, run))
        else:
            self._choices = None
            self._show()

    def set_training(self, on: bool) -> None:
        """Whether a run goes on: then nothing is played, and what plays ends."""
        self._training = on
        if on and self._playing:
            self.runner.cancel()
            self.error.setText(tr("The comparison ended because a run was started."))
        self._show()

    def open_view(self, slot: int, stage: QWidget) -> None:
        """A live page of the host."""
        if slot >= COMPARING:
            self._stages[slot - COMPARING] = stage

    def close_view(self, slot: int) -> None:
        """It is gone."""
        self._stages.pop(slot - COMPARING, None)
        if (side := self._slots.pop(slot - COMPARING, None)) is not None:
            self.sides[side].detach()

    def showEvent(self, event: QShowEvent) -> None:
        """Live pages are copied again."""
        for side in self.sides:
            side.look(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        for side in self.sides:
            side.look(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.task, 1)
        head.addWidget(self.play)
        head.addWidget(self.cancel)
        pages = QHBoxLayout()
        pages.setSpacing(8)
        for side in self.sides:
            pages.addWidget(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(head)
        for widget in (self.bar, self.error, self.sentence, self.note):
            layout.addWidget(widget)
        layout.addLayout(pages, 1)
        layout.addWidget(self.strips)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.task.activated.connect(self._look)
        for side in self.sides:
            side.chosen.connect(self._look)
        self.play.clicked.connect(self._play)
        self.cancel.clicked.connect(self._cancel)
        self.strips.moved.connect(self._moved)
        self.reader.loaded.connect(self._read)
        self.reader.failed.connect(self._unread)
        self.runner.told.connect(self._hear)
        self.runner.failed.connect(self._failed)
        self.runner.ended.connect(self._over)

    def _versions(self) -> tuple[int, int]:
        first, second = (side.version() for side in self.sides)
        return first.number if first is not None else 0, second.number if second is not None else 0

    def _read(self, asked: str, found: object) -> None:
        if isinstance(found, Choices):
            before = self.task.currentData() if self._choices is not None and self._choices.run == found.run else None
            self._choices = found
            self.task.clear()
            for task, held_out in found.tasks:
                self.task.addItem(
                    tr("Held out: {task}").format(task=task.instruction) if held_out else task.instruction
                )
                self.task.setItemData(self.task.count() - 1, task)
            ids = [task.id for task, _ in found.tasks]
            if isinstance(before, Task) and before.id in ids:
                self.task.setCurrentIndex(ids.index(before.id))
            last = self._wanted[1] or (found.versions[-1].number if found.versions else 0)
            for side, version in zip(self.sides, (0, last), strict=True):
                side.offer(found.versions, version)
            self._look()
        elif asked == PAIR and isinstance(found, tuple):
            self._attempts = list(found)
            self._show()
            self.strips.to_difference()

    def _unread(self, asked: str, problem: str) -> None:
        self.error.setText(problem)
        self._show()

    def _look(self, *_: object) -> None:
        """Another choice: what went wrong with the one before is no matter."""
        self.error.setText("")
        self._ask()

    def _ask(self) -> None:
        """Show what is stored of the chosen two on the chosen task."""
        task = self.task.currentData()
        self._attempts = [None, None]
        if self._choices is not None and isinstance(task, Task):
            self.reader.ask(PAIR, partial(read_pair, self._choices.run, task.id, self._versions()))
        self._show()

    def _play(self, *_: object) -> None:
        task = self.task.currentData()
        if self._choices is None or not isinstance(task, Task) or self.runner.busy or self._training:
            return
        self._playing, self._attempts, self._told = True, [None, None], []
        self._phase = ev.PhaseChanged("loading")
        self.error.setText("")
        self.runner.play(self._choices.run, task.id, self._versions())
        self._show()

    def _cancel(self, *_: object) -> None:
        self._stopping = True
        self.runner.cancel()
        self._show()

    def _hear(self, side: int, event: ev.Event) -> None:
        if isinstance(event, ev.PhaseChanged):
            self._phase = event
            if event.phase == "kept" and self._choices is not None:
                self.kept.emit(self._choices.run, self._told)
        elif isinstance(event, ev.EpisodeStarted):
            self._attempts[side] = begin(event.episode, event.task)
            if event.slot in self._stages:
                self._slots[event.slot] = side
                self.sides[side].attach(self._stages[event.slot])
        else:
            self._fold(side, event)
        self._show()
        self.strips.go(self.strips.columns - 1)
        for number, attempt in enumerate(self._attempts):  # while they play, each at its own latest step
            if attempt is not None and attempt.moves:
                self.sides[number].show_cell(len(attempt.moves) - int(not attempt.row.ended))

    def _fold(self, side: int, event: ev.Event) -> None:
        if isinstance(event, ev.EpisodeEnded):
            made = self._attempts[side] or begin(event.episode.id, event.episode.task)
            made.end(event.episode)
            self._attempts[side] = made
            self._told.append(event)
            return
        attempt = self._attempts[side]
        if attempt is None:
            return
        if isinstance(event, ev.StepTaken):
            attempt.step(event.step)
        elif isinstance(event, ev.EpisodeJudged):
            attempt.judge(event.verdict, event.settled)
            self._told.append(event)

    def _failed(self, message: str, fix: str) -> None:
        self.error.setText(f"{message} {fix}".strip())

    def _over(self) -> None:
        self._playing = self._stopping = False
        for side in self.sides:
            side.detach()
        self._slots.clear()
        self._show()
        if all(attempt is not None and attempt.row.ended for attempt in self._attempts):
            self.strips.to_difference()
        else:
            self._ask()

    def _moved(self, column: int) -> None:
        for side, strip in zip(self.sides, self.strips.strips, strict=True):
            side.show_cell(strip.at_column(column))

    def _show(self) -> None:
        """Everything but the current column."""
        versions = [side.version() for side in self.sides]
        here = all(version is not None and version.here for version in versions)
        two = self._versions()[0] != self._versions()[1]
        ready = self._choices is not None and self.task.count() > 0 and two
        self.play.setVisible(not self._playing)
        self.play.setEnabled(ready and here and not self._training and not self.runner.busy)
        self.cancel.setVisible(self._playing)
        self.cancel.setEnabled(not self._stopping)
        self.bar.setVisible(self._playing)
        self.bar.setRange(0, self._phase.total if self._phase.phase == "playing" else 0)
        self.bar.setValue(sum(len(attempt.moves) for attempt in self._attempts if attempt is not None))
        for widget in (self.task, *(side.agent for side in self.sides)):
            widget.setEnabled(not self._playing)
        for side, attempt in zip(self.sides, self._attempts, strict=True):
            side.show_attempt(attempt, self._playing)
        self.error.setVisible(bool(self.error.text()))
        self._compare()
        self.note.setText(self._note(ready, here, two))
        self.note.setVisible(bool(self.note.text()))

    def _compare(self) -> None:
        a, b = self._attempts
        columns = twin_steps.align(a.moves if a is not None else [], b.moves if b is not None else [])
        differs = None
        said = ""
        if a is not None and b is not None:
            one, other = (
                twin_steps.Side(side.name(), attempt.moves, attempt.row.ended)
                for side, attempt in zip(self.sides, (a, b), strict=True)
            )
            differs = twin_steps.first_difference(one, other)
            said = twin_steps.difference(one, other, tr)
        self.sentence.setText(said[:1].upper() + said[1:])
        self.sentence.setVisible(bool(said))
        self.strips.show_pair(self._attempts, columns, differs)
        self._moved(self.strips.column)

    def _note(self, ready: bool, here: bool, two: bool) -> str:
        if self._stopping:
            return tr("Stopping after the actions that are under way…")
        if self._playing:
            loading = tr("Loading the model…") if self._phase.detail == "the model" else tr("Opening the site…")
            return "" if self._phase.phase in ("playing", "kept") else loading
        if self._choices is None:
            return tr("Open a run first: it has the tasks and the agents.")
        if self._training:
            return tr("A run goes on: both can play when it has ended. What is stored of them is shown here.")
        if not two:
            return tr("Choose two different agents.")
        if ready and not here:
            return tr("The weights of one of the two were deleted: it can be looked at, not played.")
        if None in self._attempts and ready:
            return tr("Not everything is stored of these two on this task. Play both to compare them.")
        return ""

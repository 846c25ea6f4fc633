"""A person's own tasks on the Tasks page: written, or shown on a real page; and demonstrations of tasks there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from paestudio.core.check_report import fails
from paestudio.core.hands import Recorded
from paestudio.core.own import demonstration
from paestudio.core.records import Task
from paestudio.gui import words
from paestudio.gui.asides import Asides
from paestudio.gui.check_helper import proposed
from paestudio.gui.check_words import evidence
from paestudio.gui.decisions import Decisions
from paestudio.gui.engine_words import say
from paestudio.gui.record_card import RecordCard
from paestudio.gui.state import RunState
from paestudio.gui.task_editor import TaskEditor
from paestudio.gui.task_trial import TaskTrial
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button

if TYPE_CHECKING:
    from paestudio.gui.tasks_page import TasksPage


class OwnTasks(QObject):
    """Between the page's editor, the card that records, and the decisions."""

    def __init__(
        self, page: TasksPage, state: RunState, decisions: Decisions, theme: Theme, asides: Asides | None
    ) -> None:
        super().__init__(page)
        self._page, self._state, self._decisions, self._asides = page, state, decisions, asides
        self._editor: TaskEditor | None = None
        self._recorded: Recorded | None = None  # shown, and not worded yet
        self._shows: Task | None = None  # the task that is being shown; None: one that comes
        self.card = RecordCard(theme)
        self.add_button = button(theme, tr("Add"), "edit", tr("Write a task of your own (N)"))
        self.record_button = button(theme, tr("Record"), "train", tr("Show a task of your own on a real page"))
        self.add_button.clicked.connect(self.write)
        self.record_button.clicked.connect(self.record)
        self.card.cancelled.connect(self.cancel)
        state.run_started.connect(self.refresh)
        state.tasks_changed.connect(self.refresh)
        state.reset.connect(self._reset)
        if asides is not None:
            asides.opened.connect(self.card.show_view)
            asides.recorded.connect(self._done)
            asides.stopped.connect(self._stopped)
            asides.changed.connect(self.refresh)

    def connect_page(self, editor: TaskEditor, trial: TaskTrial) -> None:
        """Once the page has its widgets."""
        self._editor = editor
        editor.added.connect(self._added)
        trial.show_asked.connect(self.show_task)
        trial.retract_asked.connect(self._retract)
        self.refresh()

    def write(self, *_: object) -> None:
        """Open the editor on a new task; it starts where the current one does, else on the site's first page."""
        home = self._home()
        if self._editor is None or not home or self._recording:
            return
        self._recorded = None
        task = self._page.current()
        self._editor.show()
        self._editor.open_new(task.start_url if task is not None else home)
        self._page.refresh()

    def record(self, *_: object) -> None:
        """Open a page of the site, to show a new task on it."""
        self._begin(None, self._home())

    def show_task(self, *_: object) -> None:
        """Open the current task's start page, to show how it is done."""
        row = self._page.current_row()
        if row is not None:
            self._begin(row.task, row.task.start_url)

    def cancel(self, *_: object) -> None:
        """Keep nothing of what is being shown."""
        if self._recording and self._asides is not None:
            self._asides.cancel()

    def drop(self) -> None:
        """What was shown and is not worded is not kept."""
        if self._recorded is not None:
            self._recorded = None
            self._page.said.emit(tr("What you showed was not kept."))

    def refresh(self, *_: object) -> None:
        """Buttons as the run and the pages allow."""
        why = self._asides.why_not() if self._asides is not None else tr("This window has no browser.")
        why = why or ("" if self._home() else tr("Train on a site first: your own tasks and pages belong to its run."))
        self.record_button.setVisible(self._asides is not None)
        self.record_button.setEnabled(not why)
        self.record_button.setToolTip(why or tr("Show a task of your own on a real page"))
        self.add_button.setEnabled(bool(self._home()) and not self._recording)

    def _reset(self) -> None:
        """Another run is shown: what was being shown belonged to the one before."""
        self.cancel()
        if self._editor is not None and self._editor.isVisible():
            self._page.close_editor()
        self.refresh()

    @property
    def _recording(self) -> bool:
        return self._asides is not None and self._asides.busy == "record"

    def _home(self) -> str:
        """A page of the site: the run's address, or where its tasks start (the demo site has no address of its own)."""
        data = self._state.data
        if data.run is None:
            return ""
        if "://" in data.site:
            return data.site
        first = next((row.task.start_url for row in data.tasks), "")
        return "/".join(first.split("/")[:3]) + "/" if first else ""

    def _begin(self, task: Task | None, url: str) -> None:
        asides = self._asides
        if asides is None or asides.why_not() or not url:
            return
        if self._editor is not None and self._editor.isVisible():
            self._page.close_editor()
        self._shows, self._recorded = task, None
        self.card.open(tr("Opening the page…"))
        self._page.show_recording(True)
        asides.record(url, self.card.hands.gate.gestures, task.login if task is not None else None)

    def _done(self, recorded: Recorded) -> None:
        task = self._shows
        self._leave()
        if not recorded.steps:
            self._page.said.emit(tr("Nothing was done on the page, so nothing is kept."))
        elif task is not None:
            self._keep(task, recorded)
        elif self._editor is not None:
            self._recorded = recorded
            first = recorded.steps[0].observation
            self._editor.show()
            self._editor.open_new(first.url, proposed(first, recorded.last), recorded.final)
        self._page.refresh()

    def _keep(self, task: Task, recorded: Recorded) -> None:
        answer = _answer_of(task)
        if not self._decisions.show(demonstration(task, recorded, answer)):
            return
        why = evidence(fails(task.check, recorded.final, answer, task.start_url), None).rstrip(".")
        said = tr("Kept: “{task}” is learned as you showed it.").format(task=task.instruction)
        if why:
            said = tr("Kept, though its check does not hold where you finished: {why}.").format(why=why)
        self._page.said.emit(said)

    def _stopped(self, message: str, fix: str) -> None:
        if not self.card.isHidden():
            self._leave()
            said = f"{say(message)} {say(fix)}".strip() or tr("Nothing of it was kept.")
            self._page.said.emit(said)

    def _leave(self) -> None:
        self.card.close_view()
        self._page.show_recording(False)
        self._page.take_keys()

    def _added(self, task: Task, held_out: bool) -> None:
        assert self._editor is not None
        recorded, self._recorded = self._recorded, None
        shown = demonstration(task, recorded, self._editor.answer.text().strip()) if recorded is not None else None
        self._decisions.add(task, shown, held_out)
        self._page.close_editor()
        self._page.select(task.id)
        words_ = words.shorten(task.instruction, 60)
        self._page.said.emit(tr("Added “{task}”. Ctrl+Z takes it back.").format(task=words_))

    def _retract(self, episode: str) -> None:
        self._decisions.retract(episode)
        self._page.refresh()


def _answer_of(task: Task) -> str:
    """The answer that the check wants, so that a demonstration of a question ends with it."""
    want = (task.check or {}).get("answer", "")
    return str(want[0]) if isinstance(want, list) else str(want)

"""The Tasks page: all proposals as a table and as a queue, with everything one may know of a task beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paestudio.core.records import Status
from paestudio.gui import words
from paestudio.gui.asides import Asides
from paestudio.gui.decisions import Decisions
from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.own_tasks import OwnTasks
from paestudio.gui.pictures import Pictures
from paestudio.gui.rows import CellDelegate
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState
from paestudio.gui.task_deck import TaskDeck
from paestudio.gui.task_filters import TaskFilters
from paestudio.gui.task_model import KIND, heads
from paestudio.gui.task_queue import TaskQueue
from paestudio.gui.task_rules import Offer, offers
from paestudio.gui.task_side import TaskSide
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, key, label, named

ROW = 30  # px
RULES_MS = 60  # after the last change; never inside a decision, as a rule decides too


class TasksPage(TaskDeck):
    """Self-standing. `actions_by_key` are its single keys; the rail's number is `waiting()`."""

    def __init__(
        self,
        state: RunState,
        decisions: Decisions,
        theme: Theme,
        pictures: Pictures,
        asides: Asides | None = None,
    ) -> None:
        super().__init__(state, decisions, theme, QTableView(), columns=3)
        self.queue = TaskQueue(pictures)
        self.filters = TaskFilters(state, self.model)
        self.side = TaskSide(state, theme, pictures, asides)
        self.own = OwnTasks(self, state, decisions, theme, asides)
        self.queue_button = button(theme, tr("Queue"), "tasks", tr("One task at a time, by keyboard (Q)"))
        self.queue_button.setCheckable(True)
        self.skip_button = button(theme, tr("Skip"), "waiting", tr("Decide on it later (S)"))
        self.all_button = button(theme, tr("All that match"), "more", tr("Decide on every task of the table"))
        self.tally = label("", "muted")
        self.rules: set[str] = set()  # kinds approved without asking, and those the person does not want it for
        self._declined: set[str] = set()
        self._offer: Offer | None = None
        self._make_table()
        self._make_menu()
        self._lay_out()
        self._connect()
        self.connect_deck()

    @property
    def queueing(self) -> bool:
        """Whether one task at a time is shown."""
        return self.queue_button.isChecked()

    def waiting(self) -> int:
        """Tasks that nobody has decided on."""
        return self._state.data.waiting

    def chosen(self) -> list[str]:
        """The queue's task, or the selected ones of the table."""
        if self.queueing:
            return [self.queue.task_id] if self.queue.task_id else []
        return super().chosen()

    def current_row(self) -> TaskRow | None:
        """The queue's task, or the table's current one."""
        if self.queueing:
            return self._state.data.task(self.queue.task_id) if self.queue.task_id else None
        row: TaskRow | None = super().current_row()
        return row

    def skip(self) -> None:
        """Leave the current task for later."""
        if self.queueing and self.queue.task_id:
            self.queue.skip(self.queue.task_id)
            self.queue.task_id = None
            self.refresh()
        elif not self.queueing:
            self.step(1)

    def set_queue(self, on: bool) -> None:
        """One task at a time, or the table."""
        self.queue_button.setChecked(on)
        if self._views.currentWidget() is not self.own.card:
            self._views.setCurrentWidget(self.queue if on else self.holder)
        self.queue.task_id = None
        self.refresh()
        self.take_keys()

    def show_recording(self, on: bool) -> None:
        """The page to show a task on, instead of the tasks."""
        self._views.setCurrentWidget(self.own.card if on else self.queue if self.queueing else self.holder)

    def close_editor(self) -> None:
        """Back to the list."""
        self.own.drop()
        super().close_editor()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The queue or the table. No focus proxy: Tab would leave out what comes before it."""
        (self.queue if self.queueing else self.view).setFocus(reason)

    def take_keys(self) -> None:
        """Put the keyboard where single keys work."""
        (self.queue if self.queueing else self.view).setFocus()

    def curate(self, ids: list[str], status: Status, reason: str = "") -> None:
        """Decide; in the queue the next task is there at once."""
        if self.queueing and ids:
            row = self._state.data.task(ids[0])
            if row is not None:
                self.queue.done.append(_decided(status, reason, words.shorten(row.task.instruction, 40)))
            self.queue.task_id = None
        super().curate(ids, status, reason)
        self.refresh()

    def undo(self) -> None:
        """Take back; the queue goes back to that task."""
        before = {row.task.id for row in self._state.data.tasks if row.status is Status.PROPOSED}
        super().undo()
        if not self.queueing:
            return
        back = [row.task.id for row in self._state.data.tasks if row.status is Status.PROPOSED]
        self.queue.task_id = next((task_id for task_id in back if task_id not in before), self.queue.task_id)
        if self.queue.done:
            self.queue.done.pop()
        self.refresh()

    def decide_all(self, status: Status) -> None:
        """Approve, or reject with a reason, every task that the table shows."""
        ids = self.model.ids()
        if status is Status.APPROVED:
            self.curate(ids, status)
        elif ids:
            self.view.selectAll()
            self.reasons.ask(tr("Why reject all %n task(s) that match?", None, len(ids)))

    def refresh(self, *_: object) -> None:
        """Table, queue, card, offers."""
        if self.queueing:
            self._show_queue()
        super().refresh()
        shown, total, chosen = self.model.rowCount(), len(self._state.data.tasks), len(self.chosen())
        some = tr("{some} of {all} selected").format(some=f"{chosen:,}", all=f"{shown:,}")
        listed = tr("{some} of {all} tasks").format(some=f"{shown:,}", all=f"{total:,}")
        self.tally.setText(some if chosen > 1 else listed if total else "")
        self.all_button.setEnabled(shown > 0 and not self.queueing)
        number = tr("All {number} that match").format(number=f"{shown:,}")
        self.all_button.setText(number if shown else tr("All that match"))
        if self.queueing:
            for made in (self.approve_button, self.reject_button, self.flag_button, self.edit_button):
                made.setEnabled(self.queue.task_id is not None)
        self.skip_button.setEnabled(self.current_row() is not None)
        self.side.show_row(self.current_row(), picture=not self.queueing)
        self.side.setVisible(self.editor.isHidden() and (not self.queueing or self.queue.task_id is not None))
        self._beside.setVisible(not (self.side.isHidden() and self.editor.isHidden()))

    def _after(self) -> str | None:
        return None if self.queueing else super()._after()

    def _show_queue(self) -> None:
        if self.queue.task_id is None or not self._waits(self.queue.task_id):
            rows = map(self.model.row, range(self.model.rowCount()))
            waiting = (row.task.id for row in rows if row.status is Status.PROPOSED)
            self.queue.task_id = self.queue.next_of(waiting, self._waits)
        row = self._state.data.task(self.queue.task_id) if self.queue.task_id else None
        self.queue.show_row(row, self._state.data.waiting, self._state.data)

    def _waits(self, task_id: str) -> bool:
        row = self._state.data.task(task_id)
        return row is not None and row.status is Status.PROPOSED and self.model.find(task_id) >= 0

    def _rules_due(self, *_: object) -> None:
        self._rules_later.start()

    def _follow_rules(self) -> None:
        found = offers(self._state.data.tasks, self._declined)
        for offer in found:
            if offer.kind in self.rules:
                rows = self._state.data.tasks
                ids = [r.task.id for r in rows if r.task.kind == offer.kind and r.status is Status.PROPOSED]
                self._decisions.curate(ids, Status.APPROVED, offer.reason)
                self.said.emit(tr("Approved %n task(s) by your rule.", None, len(ids)))
        self._offer = next((offer for offer in found if offer.kind not in self.rules), None)
        self._offer_bar.setVisible(self._offer is not None)
        if self._offer is not None:
            o = self._offer
            agreed = tr("You approved {some} of {all} tasks of the kind “{kind}”.")
            asks = tr("Approve the %n that wait(s) and those to come?", None, o.waiting)
            told = agreed.format(some=o.approved, all=o.decided, kind=words.kind(o.kind))
            self._offer_text.setText(f"{told} {asks}")

    def _accept(self, yes: bool, *_: object) -> None:
        if self._offer is not None:
            (self.rules if yes else self._declined).add(self._offer.kind)
        self._follow_rules()

    def _make_table(self) -> None:
        view = self.view
        assert isinstance(view, QTableView)
        view.setItemDelegate(CellDelegate(self._theme, view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, least in enumerate((126, 92, 80, 72, 76), 1):
            said = [heads()[column], *(words.kinds() if column == KIND else ())]
            header.resizeSection(column, max(least, *(view.fontMetrics().horizontalAdvance(one) + 34 for one in said)))
        view.setMinimumWidth(420)

    def _make_menu(self) -> None:
        menu = QMenu(self.all_button)
        menu.addAction(tr("Approve all that match"), partial(self.decide_all, Status.APPROVED))
        menu.addAction(tr("Reject all that match…"), partial(self.decide_all, Status.REJECTED))
        self.all_button.setMenu(menu)
        self.all_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _lay_out(self) -> None:
        tools = FoldingRow(*self.buttons()[:3], self.skip_button, *self.buttons()[3:], self.all_button)
        tools.push()
        for made in (self.tally, self.own.add_button, self.own.record_button, self.queue_button):
            tools.add(made)
        self._views = QStackedWidget()
        self._views.addWidget(self.holder)
        self._views.addWidget(self.queue)
        self._views.addWidget(self.own.card)
        self.splitter = named(QSplitter(childrenCollapsible=False), "tasks_splitter")
        self.splitter.setHandleWidth(8)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.side, 1)
        beside.addWidget(self.editor)
        beside.addStretch(0)
        self.splitter.addWidget(self._views)
        self.splitter.addWidget(self._beside)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([900, 340])
        self._beside.setMinimumWidth(260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(self.search_row(*self.filters.boxes()))
        layout.addWidget(tools)
        layout.addWidget(self._make_offer())
        layout.addWidget(self.reasons)
        layout.addWidget(self.splitter, 1)

    def _make_offer(self) -> QFrame:
        self._offer_bar = named(QFrame(), "banner", tr("Offer to approve by rule"))
        self._offer_text = label("", wrap=True)
        accepts = tr("Approve this kind without asking")
        self.accept_button = button(self._theme, tr("Yes, approve them"), "approve", accepts)
        self.decline_button = button(self._theme, tr("No"), "close", tr("Go on asking me"))
        self.accept_button.clicked.connect(partial(self._accept, True))
        self.decline_button.clicked.connect(partial(self._accept, False))
        row = QHBoxLayout(self._offer_bar)
        row.setContentsMargins(10, 6, 8, 6)
        row.addWidget(self._offer_text, 1)
        row.addWidget(self.accept_button)
        row.addWidget(self.decline_button)
        self._offer_bar.hide()
        return self._offer_bar

    def _connect(self) -> None:
        assert isinstance(self.view, QTableView)
        self.view.setSortingEnabled(True)
        self._rules_later = QTimer(self, singleShot=True, interval=RULES_MS)
        self._rules_later.timeout.connect(self._follow_rules)
        self._state.tasks_changed.connect(self._rules_due)
        self._state.reset.connect(self._rules_due)
        self.skip_button.clicked.connect(self.skip)
        self.queue_button.toggled.connect(self.set_queue)
        self.filters.changed.connect(self.refresh)
        self.side.asked.connect(self.select)
        self.own.connect_page(self.editor, self.side.trial)
        does = (
            ("A", tr("Approve"), self.approve),
            ("R X", tr("Reject"), self.ask_reason),
            ("E", tr("Edit"), self.edit),
            ("S Space", tr("Skip"), self.skip),
            ("F", tr("Flag"), self.flag),
            ("U", tr("Take back"), self.undo),
        )
        queue: list[QAction] = [key(self.queue, keys, text, act) for keys, text, act in does]
        key(self.queue, "Esc Q", tr("Back to the table"), partial(self.set_queue, False))
        self.actions_by_key += [
            key(self.view, "S", tr("Next task"), self.skip),
            key(self.view, "Q", tr("One task at a time"), partial(self.set_queue, True)),
            *queue,
        ]
        for owner in (self.view, self.queue):
            self.actions_by_key += [
                key(owner, "N", tr("Add a task of your own"), self.own.write),
                key(owner, "D", tr("Show this task"), self.own.show_task),
                key(owner, "T", tr("Try the check"), self.side.trial.toggle),
            ]


def _decided(status: Status, reason: str, task: str) -> str:
    if status is Status.APPROVED:
        return tr("approved “{task}”").format(task=task)
    return tr("rejected ({reason}) “{task}”").format(reason=words.reason(reason), task=task)

"""Puts the pages together. Everything that means something lives in them; here are only menus and wiring."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QListView, QMainWindow, QVBoxLayout, QWidget

from paestudio.config import RunConfig, changed, from_mapping
from paestudio.core.errors import UserError
from paestudio.core.events import Noticed, RunEnded
from paestudio.core.records import Episode, Status
from paestudio.gui import actions, away, menus, page_table, words
from paestudio.gui.asides import Asides
from paestudio.gui.away import Away
from paestudio.gui.background import Background
from paestudio.gui.banner import Banner
from paestudio.gui.decisions import Decisions
from paestudio.gui.engine_thread import TwinThread
from paestudio.gui.keys_overlay import KeysOverlay
from paestudio.gui.latency import Latency
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.live_panel import LivePanel, Views
from paestudio.gui.pages import Pages
from paestudio.gui.palette import Palette
from paestudio.gui.pictures import Pictures
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.progress_panel import ProgressPanel
from paestudio.gui.replay_bar import ReplayBar
from paestudio.gui.runner import MakeEngine, Mode, Runner
from paestudio.gui.state import RunState
from paestudio.gui.status import StatusLine
from paestudio.gui.task_panel import TaskPanel
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.toolbar import RunBar
from paestudio.gui.train_sheet import TrainSheet
from paestudio.gui.twin_runner import MakeTwin, TwinRunner
from paestudio.gui.verdict_panel import VerdictPanel
from paestudio.gui.workspace import Workspace

CLOSE_PATIENCE_MS = 10_000
SIZE = (1440, 900)
REPLAY_SPEED = 5.0  # of a replay that is asked for in the window


class MainWindow(QMainWindow):
    """The window of one store. `views` is the host of live pages, None when there is none (a replay)."""

    closing = Signal()  # for good: what runs beside the window ends now
    closed = Signal()

    def __init__(
        self,
        store_folder: Path,
        config: RunConfig,
        theme: Theme,
        make_engine: MakeEngine,
        memory: LayoutMemory,
        views: Views | None = None,
        make_twin: MakeTwin | None = None,
    ) -> None:
        super().__init__()
        self.store_folder, self.config, self.theme, self.memory = store_folder, config, theme, memory
        self._resume_next = ""
        self.closed_in_time = True
        self._closing = False
        self._curate_dismissed = False
        self.state = RunState(self)
        self.latency = Latency(self)
        self.background = Background(self)
        self.pictures = Pictures(store_folder / "blobs", self)
        self.runner = Runner(self.state, store_folder, make_engine, self)
        self.views = views
        self.twins = TwinRunner(make_twin or self._twin, self)
        self.decisions = Decisions(self.state, self.runner.send, self)
        self.asides = Asides(self.state, self.runner, store_folder, views, self)
        self.run_bar = RunBar(self.state, theme, memory.history())
        self.banner = Banner(theme)
        self.replay_bar = ReplayBar(self.runner, theme)
        self.live = LivePanel(self.state, theme, self.pictures)
        self.tasks = TaskPanel(self.state, self.decisions, theme)
        self.verdicts = VerdictPanel(self.state, self.decisions, theme, self.pictures)
        self.progress = ProgressPanel(self.state, theme)
        self.status = StatusLine(self.state, self.latency)
        self.workspace = Workspace(self.live, self.tasks, self.verdicts, self.progress)
        self.tasks_dock, self.verdicts_dock, self.progress_dock = self.workspace.docks()
        self.pages = Pages(theme)
        self._assemble()
        self.keys = KeysOverlay(self, self.pages, memory)
        self.palette_card = Palette(self, self.pages)
        self.away = Away(self)
        self.sheet = TrainSheet(self.pages, store_folder, theme, self.background)
        self._wire()
        menus.fill(self)
        self.live.connect_controls(lambda: self.runner.controls)
        actions.restore(self, memory)
        self.pages.changed.connect(self._page_changed)
        if views is not None:
            self.live.connect_views(views)
        if not memory.restore(self, self.workspace):
            self.reset_layout()

    def ask(self, url: str) -> None:
        """Show what a run on a checked address will take; asked again while that is shown, it starts."""
        if self._training():
            return
        if self.sheet.isVisible() and self.sheet.site == url:
            self.sheet.go.click()
        else:
            data = self.state.data
            unfinished = data.played if self.can_resume() and data.site == url else None
            self.sheet.ask(url, self.config if changed(self.config) else self._last_settings(), unfinished)

    def _last_settings(self) -> RunConfig:
        """What the sheet was left with the last time; settings of another version are as if they were not there."""
        try:
            return from_mapping(json.loads(self.memory.note("settings") or "{}"))
        except (ValueError, TypeError, UserError):
            return RunConfig()

    def _start(self, url: str, config: RunConfig) -> None:
        self.config = config
        self.memory.write("settings", json.dumps(changed(config)))
        self.train(url)

    def train(self, url: str) -> None:
        """Start a run on a checked address with the settings of the window."""
        if self._training():
            return
        self.banner.dismiss()
        self._curate_dismissed = False
        self.run_bar.address.setText(url)
        self.run_bar.address.remember(url)
        self.pages.go("train")
        self.runner.train(url, self.config)

    def ask_to_train(self, url: str) -> None:
        """Put an address into the bar, as if it had been typed, and press Train."""
        if self._training():
            return
        self.run_bar.address.setText(url)
        self.run_bar.train.trigger()

    def _training(self) -> bool:
        """Whether a run goes on, which is said: another one cannot begin beside it."""
        if self.runner.training:
            self.banner.tell("info", tr("Stop the run that is on first; then another one can begin."), key="busy")
        return self.runner.training

    def use_model(self, model: str) -> None:
        """The next run is to use this base model; asks where."""
        self.config = dataclasses.replace(self.config, model=model)
        if self.run_bar.address.text().strip():
            self.run_bar.train.trigger()
        else:
            self.run_bar.address.take_focus()
            self.status.say(tr("The next run uses {model}.").format(model=model))

    def use_guidance(self, place: str) -> None:
        """The next runs judge with the guidance in that file."""
        self.config = dataclasses.replace(
            self.config if changed(self.config) else self._last_settings(), judge_guidance=place
        )
        self.memory.write("settings", json.dumps(changed(self.config)))
        self.status.say(tr("The next runs judge with this guidance."))

    def open_run(self, run: str) -> None:
        """Show a stored run on the Train page; one that another process records is followed."""
        if self.runner.training:
            self.banner.tell("info", tr("Stop the run that is on first; then another one can be shown."), key="busy")
            return
        self.banner.dismiss()
        self.pages.go("train")
        self.runner.open(run, follow=True)

    def replay(self) -> None:
        """Play the run that is shown again, from its beginning, at its own pace."""
        run = self.state.data.run
        if run is not None and not self.runner.training:
            self.banner.dismiss()
            self.pages.go("train")
            self.runner.open(run.id, REPLAY_SPEED)

    def resume_run(self, run: str) -> None:
        """Go on with a stored run, shown first if it is not yet."""
        if self.runner.training:
            self.banner.tell("info", tr("Stop the run that is on first; then another one can go on."), key="busy")
            return
        shown = self.state.data.run
        self.pages.go("train")
        if shown is not None and shown.id == run and not self.runner.busy:
            self.resume()
            return
        self.runner.open(run)
        self._resume_next = run  # only now: opening it ends what was shown before, which would have used this up

    def resume(self) -> None:
        """Go on with the run that is shown."""
        run = self.state.data.run
        if run is not None and self.can_resume():
            self.banner.dismiss()
            self.pages.go("train")
            self.run_bar.address.setText(run.site)
            self.runner.train(run.site, self.config, run.id)

    def can_resume(self) -> bool:
        """Whether the run that is shown can go on."""
        data = self.state.data
        done = data.ended is not None and data.ended.reason == "finished"
        return data.run is not None and not done and not self.runner.training

    def compare(self, run: str = "", version: int = 0) -> None:
        """The twin player on the Progress page: the base beside a version (0: the latest) of a run (the shown one)."""
        page = self.pages.go("progress")
        shown = self.state.data.run
        if isinstance(page, ProgressPage):
            page.compare_agents(run or (shown.id if shown is not None else ""), version)

    def _twin(self, run: str, task: str, versions: tuple[int, int]) -> TwinThread:
        return TwinThread(run, task, versions, self.store_folder, self.views)

    def set_ask_first(self, on: bool) -> None:
        """Whether proposed tasks wait for a person in the next run."""
        self.config = dataclasses.replace(self.config, auto_approve=not on)

    def focus_panel(self, dock: QDockWidget | None, target: QWidget) -> None:
        """Show a panel of the Train page and put the keyboard there."""
        self.pages.go("train")
        if dock is not None:
            dock.show()
            dock.raise_()
        target.setFocus()
        if isinstance(target, QListView) and not target.selectionModel().hasSelection():
            at = target.currentIndex() if target.currentIndex().isValid() else target.model().index(0, 0)
            target.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def reset_layout(self) -> None:
        """All panels back where they belong."""
        screen = self.screen().availableGeometry() if self.screen() else None
        width, height = SIZE
        if screen is not None and not self.isFullScreen():
            width, height = min(width, screen.width()), min(height, screen.height())
            if self.isVisible():
                width, height = self.width(), self.height()
            self.resize(width, height)
        self.workspace.reset(width, height)

    def closeEvent(self, event: QCloseEvent) -> None:
        """While a run goes on, ask what closing means; stopping is clean, and the window closes when it has ended."""
        if self.runner.training and self.closed_in_time:
            event.ignore()
            if not self._closing:
                self.away.offer()
            return
        if self.twins.busy and self.closed_in_time:
            event.ignore()
            self._end_comparison()
            return
        self.away.close()
        self.memory.write("page", self.pages.current)
        run = self.state.data.run
        self.memory.write("run", run.id if run is not None else "")
        self.memory.keep(self, self.workspace, self.run_bar.address.history(), self.theme.forced)
        self.closing.emit()
        self.asides.close()
        self.latency.stop()
        self.pictures.close()
        self.background.close()
        self.runner.close(0)
        event.accept()
        self.closed.emit()

    def _end_comparison(self) -> None:
        """The window closes when what is being compared has come to an action boundary."""
        self.twins.cancel()
        if not self._closing:
            self._closing = True
            self.twins.ended.connect(self.close)
            QTimer.singleShot(CLOSE_PATIENCE_MS, self, self._give_up)

    def stop_and_close(self) -> None:
        """Stop the run cleanly, then close."""
        if self._closing or not self.runner.training:
            self.close()
            return
        self._closing = True
        self.runner.stop()
        self.banner.tell("warning", tr("Stopping… The window closes when the run has ended; nothing is lost."))
        QTimer.singleShot(CLOSE_PATIENCE_MS, self, self._give_up)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: stay."""
        if event.key() == Qt.Key.Key_Escape and self.banner.key == away.KEY:
            self.banner.dismiss(away.KEY)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Nobody looks at a minimised window."""
        if event.type() is QEvent.Type.WindowStateChange and hasattr(self, "live"):
            self.live.look(self.live.isVisible() and not self.isMinimized())
        super().changeEvent(event)

    def _assemble(self) -> None:
        self.setWindowTitle("PAE Studio")
        self.setObjectName("main")
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.run_bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        page_table.register(self)
        top = QVBoxLayout()
        top.setContentsMargins(4, 6, 4, 0)
        top.setSpacing(4)
        top.addWidget(self.banner)
        top.addWidget(self.replay_bar)
        self.pages.column.insertLayout(0, top)
        self.setCentralWidget(self.pages)
        self.pages.go("train")
        self.setStatusBar(self.status)

    def _wire(self) -> None:
        bar, runner = self.run_bar, self.runner
        bar.train_asked.connect(self.ask)
        self.sheet.start.connect(self._start)
        self.sheet.resume.connect(self.resume)
        bar.pause_asked.connect(runner.pause)
        bar.stop_asked.connect(runner.stop)
        bar.address.problem.connect(self._address_problem)
        runner.mode_changed.connect(self._mode_changed)
        runner.failed.connect(self._run_failed)
        self.background.failed.connect(self._failed)
        runner.refused.connect(self._refused)
        runner.past.connect(self.decisions.restore)
        runner.bug.connect(self.banner.tell_bug)
        self.asides.bug.connect(self.banner.tell_bug)
        runner.shown.connect(self._ask_to_keep)
        self.tasks.said.connect(self.status.say)
        self.verdicts.said.connect(self.status.say)
        self.verdicts.looked_at.connect(self.live.look_back)
        self.state.noticed.connect(self._noticed)
        self.state.run_ended.connect(self._run_ended)
        self.state.run_started.connect(self._run_started)
        self.state.tasks_changed.connect(self._curation)
        self.state.phase_changed.connect(self._curation)
        self.state.reset.connect(self._curation)
        self.state.reset.connect(self._name_site)
        self.state.tasks_changed.connect(self._titles)
        self.state.episodes_changed.connect(self._titles)
        self.state.reset.connect(self._titles)
        self.banner.close_button.clicked.connect(self._banner_closed)

    def _mode_changed(self, name: str) -> None:
        mode = Mode(name)
        if mode is Mode.IDLE:
            self.latency.stop()
        elif not self.latency.running:
            self.latency.start()
        self.run_bar.show_mode(mode)
        self.replay_bar.show_mode(mode)
        self.status.show_mode(mode)
        self.verdicts.set_running(self.runner.training)
        self._titles()
        if mode is Mode.IDLE:
            self.banner.dismiss("curate")
            wanted, self._resume_next = self._resume_next, ""
            if wanted and self.state.data.run is not None and self.state.data.run.id == wanted:
                QTimer.singleShot(0, self, self.resume)
            if self._closing:
                QTimer.singleShot(0, self, self.close)

    def _ask_to_keep(self, shown: Episode, holds: bool) -> None:
        """What a person did on the agent's page is kept only when they say so; nobody is held up by the question."""
        text = (
            tr("Keep what you did for “{task}” as a demonstration? Its check holds.")
            if holds
            else tr("Keep what you did for “{task}” as a demonstration? Its check does not hold yet.")
        )
        keep, leave = partial(self._keep, shown), partial(self.banner.dismiss, "shown")
        said = text.format(task=words.shorten(shown.task.instruction, 70))
        self.banner.ask(said, ((tr("Keep it"), keep), (tr("Do not keep it"), leave)), key="shown")

    def _keep(self, shown: Episode) -> None:
        self.banner.dismiss("shown")
        if self.decisions.show(shown):
            self.status.say(tr("Kept: the agent learns this task as you did it."))

    def _give_up(self) -> None:
        if self.runner.training or self.twins.busy:
            self.closed_in_time = False
            self.close()

    def _address_problem(self, sentence: str) -> None:
        if sentence:
            self.banner.tell("error", sentence, key="address")
        else:
            self.banner.dismiss("address")

    def _run_started(self) -> None:
        self.run_bar.address.setText(self.state.data.site)
        self._name_site()

    def _name_site(self) -> None:
        """The site of the run that is shown: in the title, and in the bar unless another one was typed there."""
        site = self.state.data.site
        self.setWindowTitle(f"{site} — PAE Studio" if site else "PAE Studio")
        if site and not self.run_bar.address.text():
            self.run_bar.address.setText(site)

    def _run_failed(self, message: str, fix: str) -> None:
        """Once what was wrong is mended, the run goes on where it was."""
        data = self.state.data
        begun = data.run is not None and (data.ended is None or data.ended.reason != "finished")
        self.banner.tell("error", message, fix, act=tr("Resume") if begun else "", does=self.resume if begun else None)

    def _failed(self, message: str, fix: str) -> None:
        self.banner.tell("error", message, fix)

    def _refused(self, message: str, fix: str) -> None:
        self.banner.tell("error", message, fix)
        run = self.state.data.run
        if run is not None and not self.runner.training:
            self.runner.open(run.id)

    def _noticed(self, notice: Noticed) -> None:
        if notice.level in ("warning", "error"):
            self.banner.tell(notice.level, notice.message, notice.fix)

    def _run_ended(self, ended: RunEnded) -> None:
        if ended.reason == "stopped" and not self._closing and self.runner.training:
            self.banner.tell("info", tr("Stopped. All is kept."), key="ended", act=tr("Resume"), does=self.resume)

    def _curation(self, *_: object) -> None:
        data = self.state.data
        waiting = data.waiting if self.runner.training else 0
        asked = not self.config.auto_approve or (data.phase is not None and data.phase.phase == "waiting")
        if not waiting or not asked:
            self.banner.dismiss("curate")
            return
        if not self._curate_dismissed:
            text = tr("%n task(s) wait(s) for you.", None, waiting)
            self.banner.tell("info", text, key="curate", act=tr("Approve all"), does=self.tasks.approve_all)

    def _page_changed(self, *_: object) -> None:
        for card in (self.sheet, self.keys, self.palette_card):
            card.close_card()
        actions.restore(self, self.memory)  # a page that is new brings new actions

    def _banner_closed(self, *_: Any) -> None:
        self._curate_dismissed = any(row.status is Status.PROPOSED for row in self.state.data.tasks)

    def _titles(self, *_: object) -> None:
        data = self.state.data
        self.pages.badge("train", data.waiting if self.runner.training else 0)
        for dock, name, count in (
            (self.tasks_dock, tr("Tasks"), len(data.tasks)),
            (self.verdicts_dock, tr("Verdicts"), data.played),
        ):
            dock.setWindowTitle(f"{name} ({count:,})" if count else name)

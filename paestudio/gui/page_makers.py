"""Makes the Tasks, Review and Progress pages for a window: each gets what it needs and is wired to the run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from paestudio.core.events import Event
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.review_page import ReviewPage
from paestudio.gui.tasks_page import TasksPage
from paestudio.gui.twin_player import TwinPlayer

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow


def tasks_page(window: MainWindow) -> TasksPage:
    """All proposals, as a table and as a queue."""
    made = TasksPage(window.state, window.decisions, window.theme, window.pictures, window.asides)
    made.said.connect(window.status.say)
    return made


def review_page(window: MainWindow, store_folder: Path) -> ReviewPage:
    """Episodes, those most worth a look first."""
    made = ReviewPage(window.state, window.decisions, window.theme, window.pictures, store_folder)
    made.said.connect(window.status.say)
    made.set_running(window.runner.training)
    window.runner.mode_changed.connect(lambda _: made.set_running(window.runner.training))
    made.better.used.connect(window.use_guidance)
    window.closing.connect(made.better.close_job)
    window.closed.connect(made.reader.close)
    return made


def progress_page(window: MainWindow, store_folder: Path) -> ProgressPage:
    """Curves, alerts, other runs; its buttons reach the run."""
    runner = window.runner
    made = ProgressPage(window.state, window.theme, store_folder)
    made.evaluate_asked.connect(runner.measure)
    made.pause_asked.connect(runner.pause)
    made.stop_asked.connect(runner.stop)
    made.show_mode(runner.mode)
    runner.mode_changed.connect(lambda _: made.show_mode(runner.mode))
    window.closed.connect(made.reader.close)
    made.add_twin(_twin_player(window, store_folder))
    return made


def _twin_player(window: MainWindow, store_folder: Path) -> TwinPlayer:
    """Two versions of the agent on one task; what they did belongs to the run, so a window that shows it sees it."""
    made = TwinPlayer(window.theme, window.pictures, store_folder, window.twins)

    def kept(run: str, told: list[Event]) -> None:
        shown = window.state.data.run
        if shown is not None and shown.id == run:
            window.state.apply(told)

    made.kept.connect(kept)
    made.set_training(window.runner.training)
    window.runner.mode_changed.connect(lambda _: made.set_training(window.runner.training))
    window.twins.bug.connect(window.banner.tell_bug)
    if window.views is not None:
        window.views.viewOpened.connect(made.open_view)
        window.views.viewClosed.connect(made.close_view)
    window.closed.connect(made.reader.close)
    return made

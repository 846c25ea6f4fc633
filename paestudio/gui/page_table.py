"""Which pages the window has: one line each. A page is a widget that takes what it needs from the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paestudio.gui import page_makers
from paestudio.gui.address import DEMO
from paestudio.gui.home_page import HomePage
from paestudio.gui.measuring import Measuring
from paestudio.gui.models_page import ModelsPage
from paestudio.gui.pages import Page
from paestudio.gui.texts import tr

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow


def register(window: MainWindow) -> None:
    """Put all pages on the rail, in this order."""
    for page in (
        Page("home", tr("Home"), "home", lambda: _home(window), "Alt+1"),
        Page("train", tr("Train"), "train", lambda: window.workspace, "Alt+2"),
        Page("tasks", tr("Tasks"), "tasks", lambda: page_makers.tasks_page(window), "Alt+3"),
        Page("review", tr("Review"), "review", lambda: page_makers.review_page(window, window.store_folder), "Alt+4"),
        Page(
            "progress",
            tr("Progress"),
            "progress",
            lambda: page_makers.progress_page(window, window.store_folder),
            "Alt+5",
        ),
        Page("models", tr("Models"), "models", lambda: _models(window), "Alt+6"),
    ):
        window.pages.add(page)


def _home(window: MainWindow) -> HomePage:
    made = HomePage(window.store_folder, window.theme, window.memory, window.background)
    made.demo_asked.connect(lambda: window.train(DEMO))
    made.train_asked.connect(window.ask_to_train)
    made.open_asked.connect(window.open_run)
    made.resume_asked.connect(window.resume_run)
    made.keys_asked.connect(window.keys.toggle)
    window.runner.mode_changed.connect(made.refresh)
    window.state.curves_changed.connect(made.refresh)
    return made


def _models(window: MainWindow) -> ModelsPage:
    def busy() -> str:
        return window.state.data.site if window.runner.training else ""

    made = ModelsPage(window.store_folder, window.theme, window.background, busy)
    made.said.connect(window.status.say)
    made.use_asked.connect(window.use_model)
    made.open_asked.connect(window.open_run)
    made.resume_asked.connect(window.resume_run)
    measuring = Measuring(window.store_folder, window.background, window.banner, busy, made)
    made.evaluate_asked.connect(measuring.measure)
    made.compare_asked.connect(window.compare)
    window.closing.connect(made.fetching.close_job)
    window.closing.connect(made.merging.close_job)
    window.closing.connect(measuring.close_job)
    window.runner.mode_changed.connect(made.refresh)
    return made

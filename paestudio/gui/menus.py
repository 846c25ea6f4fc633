"""The menu bar: every action of the window by name, with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow


def fill(window: MainWindow) -> None:
    """Make all menus of the window."""
    _run(window, window.menuBar().addMenu("&Run"))
    _edit(window, window.menuBar().addMenu("&Edit"))
    _view(window, window.menuBar().addMenu("&View"))
    _help(window, window.menuBar().addMenu("&Help"))


def _run(window: MainWindow, menu: QMenu) -> None:
    bar = window.run_bar
    menu.addActions([bar.train, bar.pause, bar.stop])
    menu.addSeparator()
    resume = menu.addAction("Resume this run", window.resume)
    menu.aboutToShow.connect(lambda: resume.setEnabled(window.can_resume()))
    ask = menu.addAction("Ask me before training on a task")
    ask.setCheckable(True)
    ask.setChecked(not window.config.auto_approve)
    ask.toggled.connect(window.set_ask_first)
    menu.addSeparator()
    menu.addAction("&Address", QKeySequence("Ctrl+L"), bar.address.take_focus)
    menu.addAction("&Quit", QKeySequence("Ctrl+Q"), window.close)


def _edit(window: MainWindow, menu: QMenu) -> None:
    stack = window.decisions.stack
    undo, redo = stack.createUndoAction(window, "Take back:"), stack.createRedoAction(window, "Do again:")
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    menu.addActions([undo, redo])
    menu.addSeparator()
    menu.addAction("Approve all waiting tasks", window.tasks.approve_all)


def _view(window: MainWindow, menu: QMenu) -> None:
    panels = (
        ("Live", None, window.live.strip),
        ("Tasks", window.tasks_dock, window.tasks.view),
        ("Verdicts", window.verdicts_dock, window.verdicts.view),
        ("Progress", window.progress_dock, window.progress.choice),
    )
    for number, (name, dock, target) in enumerate(panels, 1):
        menu.addAction(
            f"Go to {name}",
            QKeySequence(f"Ctrl+{number}"),
            partial(window.focus_panel, dock, target),
        )
    menu.addSeparator()
    menu.addActions(list(window.pages.actions_by_key.values()))
    menu.addSeparator()
    for dock in (window.tasks_dock, window.verdicts_dock, window.progress_dock):
        toggle = dock.toggleViewAction()
        toggle.setText(f"Show {dock.accessibleName().lower()}")
        menu.addAction(toggle)
    menu.addSeparator()
    _theme(window, menu.addMenu("Theme"))
    full = menu.addAction("Full screen", QKeySequence("F11"), lambda: _full_screen(window))
    full.setCheckable(True)
    delay = menu.addAction("Show event loop delay", QKeySequence("Ctrl+Shift+D"))
    delay.setCheckable(True)
    delay.toggled.connect(window.status.delay.setVisible)
    menu.addSeparator()
    menu.addAction("Reset layout", window.reset_layout)


def _theme(window: MainWindow, menu: QMenu) -> None:
    group = QActionGroup(menu)
    for text, name in (("Like the system", None), ("Light", "light"), ("Dark", "dark")):
        made = QAction(text, menu, checkable=True, checked=window.theme.forced == name)
        made.triggered.connect(partial(_force, window, name))
        group.addAction(made)
        menu.addAction(made)


def _force(window: MainWindow, name: str | None, *_: object) -> None:
    window.theme.force(name)


def _help(window: MainWindow, menu: QMenu) -> None:
    menu.addAction("Keys", QKeySequence("F1"), window.keys.toggle)


def _full_screen(window: MainWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()

"""The menu bar: every action of the window by name, with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from paestudio.gui import texts
from paestudio.gui.home_page import HomePage
from paestudio.gui.texts import tr

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow


def fill(window: MainWindow) -> None:
    """Make all menus of the window."""
    _run(window, window.menuBar().addMenu(tr("&Run")))
    _edit(window, window.menuBar().addMenu(tr("&Edit")))
    _view(window, window.menuBar().addMenu(tr("&View")))
    _help(window, window.menuBar().addMenu(tr("&Help")))


def _run(window: MainWindow, menu: QMenu) -> None:
    bar = window.run_bar
    menu.addActions([bar.train, bar.pause, bar.stop])
    menu.addSeparator()
    resume = menu.addAction(tr("Resume this run"), window.resume)
    replay = menu.addAction(tr("Replay this run"), window.replay)
    menu.aboutToShow.connect(lambda: resume.setEnabled(window.can_resume()))
    menu.aboutToShow.connect(
        lambda: replay.setEnabled(window.state.data.run is not None and not window.runner.training)
    )
    ask = menu.addAction(tr("Ask me before training on a task"))
    ask.setCheckable(True)
    ask.setChecked(not window.config.auto_approve)
    ask.toggled.connect(window.set_ask_first)
    menu.addSeparator()
    menu.addAction(tr("Compare two agents on a task"), QKeySequence("Ctrl+T"), lambda: window.compare())
    menu.addSeparator()
    menu.addAction(tr("&Address"), QKeySequence("Ctrl+L"), bar.address.take_focus)
    menu.addAction(tr("&Quit"), QKeySequence("Ctrl+Q"), window.close)


def _edit(window: MainWindow, menu: QMenu) -> None:
    stack = window.decisions.stack
    undo, redo = stack.createUndoAction(window, tr("Take back:")), stack.createRedoAction(window, tr("Do again:"))
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    undone, redone = tr("Took back: {decision}."), tr("Done again: {decision}.")
    undo.triggered.connect(lambda: window.status.say(undone.format(decision=stack.redoText())))
    redo.triggered.connect(lambda: window.status.say(redone.format(decision=stack.undoText())))
    menu.addActions([undo, redo])
    menu.addSeparator()
    menu.addAction(tr("Approve all waiting tasks"), window.tasks.approve_all)


def _view(window: MainWindow, menu: QMenu) -> None:
    panels = (
        (tr("Live"), None, window.live),
        (tr("Tasks"), window.tasks_dock, window.tasks.view),
        (tr("Verdicts"), window.verdicts_dock, window.verdicts.view),
        (tr("Progress"), window.progress_dock, window.progress.choice),
    )
    for number, (name, dock, target) in enumerate(panels, 1):
        menu.addAction(
            tr("Go to {panel}").format(panel=name),
            QKeySequence(f"Ctrl+{number}"),
            partial(window.focus_panel, dock, target),
        )
    menu.addAction(tr("Go to the message"), QKeySequence("F6"), window.banner.take_focus)
    menu.addSeparator()
    menu.addActions(list(window.pages.actions_by_key.values()))
    menu.addSeparator()
    for dock in (window.tasks_dock, window.verdicts_dock, window.progress_dock):
        toggle = dock.toggleViewAction()
        toggle.setText(tr("Show {panel}").format(panel=dock.accessibleName()))
        menu.addAction(toggle)
    menu.addSeparator()
    _theme(window, menu.addMenu(tr("Theme")))
    _language(window, menu.addMenu(tr("Language")))
    full = menu.addAction(tr("Full screen"), QKeySequence("F11"), lambda: _full_screen(window))
    full.setCheckable(True)
    delay = menu.addAction(tr("Show event loop delay"), QKeySequence("Ctrl+Shift+D"))
    delay.setCheckable(True)
    delay.toggled.connect(window.status.delay.setVisible)
    menu.addSeparator()
    menu.addAction(tr("Reset layout"), window.reset_layout)


def _theme(window: MainWindow, menu: QMenu) -> None:
    group = QActionGroup(menu)
    for text, name in ((tr("Like the system"), None), (tr("Light"), "light"), (tr("Dark"), "dark")):
        made = QAction(text, menu, checkable=True, checked=window.theme.forced == name)
        made.triggered.connect(partial(_force, window, name))
        group.addAction(made)
        menu.addAction(made)


def _force(window: MainWindow, name: str | None, *_: object) -> None:
    window.theme.force(name)


def _language(window: MainWindow, menu: QMenu) -> None:
    group = QActionGroup(menu)
    chosen = window.memory.note("language")
    for name, code in ((tr("Like the system"), ""), *texts.LANGUAGES.items()):
        made = QAction(name, menu, checkable=True, checked=chosen == code)
        made.triggered.connect(partial(_speak, window, code))
        group.addAction(made)
        menu.addAction(made)


def _speak(window: MainWindow, code: str, *_: object) -> None:
    window.memory.write("language", code)
    window.status.say(tr("The language changes when PAE Studio is opened next."))


def _welcome(window: MainWindow) -> None:
    page = window.pages.go("home")
    if isinstance(page, HomePage):
        page.welcome.again()


def _help(window: MainWindow, menu: QMenu) -> None:
    find = menu.addAction(tr("Find an action"), window.palette_card.toggle)
    find.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("Ctrl+Shift+P")])  # text fields take Ctrl+K themselves
    menu.addAction(tr("Keys"), QKeySequence("F1"), window.keys.toggle)
    menu.addAction(tr("Welcome cards again"), partial(_welcome, window))


def _full_screen(window: MainWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()

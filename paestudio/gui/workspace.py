"""The Train page: the live browser in the middle, tasks, verdicts and curves as docks around it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from paestudio.gui.live_panel import LivePanel
from paestudio.gui.texts import tr
from paestudio.gui.widgets import named

AREAS = Qt.DockWidgetArea


class Workspace(QMainWindow):
    """A window inside the window, so that its docks come and go with the page."""

    def __init__(self, live: LivePanel, tasks: QWidget, verdicts: QWidget, progress: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        self.setObjectName("workspace")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        centre = QWidget()
        box = QVBoxLayout(centre)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(live)
        self.setCentralWidget(centre)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setCorner(Qt.Corner.BottomLeftCorner, AREAS.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, AREAS.BottomDockWidgetArea)
        self.tasks = self._dock("tasks", tr("Tasks"), tasks)
        self.verdicts = self._dock("verdicts", tr("Verdicts"), verdicts)
        self.progress = self._dock("progress", tr("Progress"), progress)

    def docks(self) -> tuple[QDockWidget, QDockWidget, QDockWidget]:
        """Tasks, verdicts, progress."""
        return self.tasks, self.verdicts, self.progress

    def reset(self, width: int, height: int) -> None:
        """All docks back where they belong, in shares of a window of that size in px."""
        places = (AREAS.LeftDockWidgetArea, AREAS.RightDockWidgetArea, AREAS.BottomDockWidgetArea)
        for dock, area in zip(self.docks(), places, strict=True):
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            dock.show()
        side = max(310, min(420, int(width * 0.25)))
        self.resizeDocks([self.tasks, self.verdicts], [side, side], Qt.Orientation.Horizontal)
        self.resizeDocks([self.progress], [max(150, int(height * 0.2))], Qt.Orientation.Vertical)

    def _dock(self, key: str, title: str, panel: QWidget) -> QDockWidget:
        dock = named(QDockWidget(title, self), f"dock_{key}", title)
        dock.setWidget(panel)
        self.addDockWidget(AREAS.LeftDockWidgetArea, dock)
        return dock

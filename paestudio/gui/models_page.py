"""The Models page: what there is to run, where each adapter comes from, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from paestudio.core.errors import PaeError
from paestudio.gui import model_data, model_work
from paestudio.gui.background import Background
from paestudio.gui.engine_words import fault_words
from paestudio.gui.fetching import Fetching
from paestudio.gui.machine_words import size
from paestudio.gui.merging import Merging
from paestudio.gui.model_data import Item, Listing
from paestudio.gui.model_table import NAME, ModelTable
from paestudio.gui.project_card import site_name, state_word
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named
from paestudio.store.trash import Deleted

WIDEST = 1500  # px: in a wider window a name and its figures would lie too far apart


class ModelsPage(QWidget):
    """Everything that takes time runs on the background thread or in a process; `said` tells what was done."""

    said = Signal(str)
    use_asked = Signal(str)  # a base model for the next run
    open_asked = Signal(str)
    resume_asked = Signal(str)
    evaluate_asked = Signal(object)  # Item
    compare_asked = Signal(str, int)  # run, version: against the base, on one task

    def __init__(self, store_folder: Path, theme: Theme, background: Background, busy: Callable[[], str]) -> None:
        """`busy` names the run that is on, "" when none is."""
        super().__init__()
        self._store_folder, self._theme, self._background, self._busy = store_folder, theme, background, busy
        self.setObjectName("page_models")
        self.listing: Listing | None = None
        self.table = ModelTable(theme, self)
        self.view = self._make_view()
        self.lineage = label("", wrap=True)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.undo = button(theme, tr("Put back"), "undo", tr("Put back what was deleted last"))
        self.undo.hide()
        self.undo.clicked.connect(self._restore)
        self.name = QLineEdit(placeholderText=tr("owner/name on the Hugging Face hub"))
        self.name.setAccessibleName(tr("Model to download"))
        self.fetching = Fetching(theme, self)
        self.merging = Merging(store_folder, theme, self)
        self.buttons = self._make_buttons()
        self._lay_out()
        self.name.returnPressed.connect(self._fetch)
        self.fetching.ended.connect(self._fetched)
        self.merging.ended.connect(self._merged)
        self._select()

    def item(self) -> Item | None:
        """The line that is chosen."""
        row = self.view.currentIndex().row()
        return self.table.items[row] if 0 <= row < len(self.table.items) else None

    def refresh(self, *_: object) -> None:
        """Read again, if anybody looks."""
        if self.isVisible():
            folder = self._store_folder
            self._background.ask(lambda: model_data.read(folder), self._show, self._fail)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is there now."""
        super().showEvent(event)
        self.refresh()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The table."""
        self.view.setFocus(reason)

    def export_to(self, folder: Path) -> None:
        """The chosen adapter as a PEFT folder in `folder`."""
        if (item := self.item()) is not None and not item.base:
            to = folder / f"{item.run}-v{item.version}"
            self._work(lambda: model_work.export(item, to), lambda made: tr("Exported to {place}").format(place=made))

    def merge_to(self, folder: Path) -> None:
        """The chosen adapter merged into its base, as a model folder in `folder`."""
        if (item := self.item()) is not None and not item.base:
            self.error.hide()
            self.merging.merge(item, folder / f"{item.run}-v{item.version}-merged")

    def receipt_to(self, file: Path) -> None:
        """The receipt of the chosen adapter's run, JSON or HTML by the file's name."""
        if (item := self.item()) is not None and not item.base:
            store = self._store_folder
            done = tr("Receipt written to {place}")
            self._work(lambda: model_work.receipt(store, item.run, file), lambda made: done.format(place=made))

    def roll_back(self, *_: object) -> None:
        """A new run that goes on from the chosen version; the old one stays."""
        if (item := self.item()) is not None and not item.base:
            store = self._store_folder
            self._background.ask(lambda: model_work.fork(store, item), self._forked, self._fail)

    def delete(self, *_: object) -> None:
        """Move the chosen line to the trash."""
        item = self.item()
        if item is None:
            return
        if self._busy():
            self._tell(tr("Stop the run that is on first; then models can be deleted."))
            return
        store = self._store_folder
        self._background.ask(lambda: model_work.delete(store, item), self._deleted, self._fail)

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("rows")
        view.setAccessibleName(tr("Models"))
        view.setModel(self.table)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        view.header().setStretchLastSection(False)
        view.selectionModel().currentRowChanged.connect(self._select)
        return view

    def _make_buttons(self) -> dict[str, QToolButton]:
        made = {
            "use": button(self._theme, tr("Use for the next run"), "train", tr("Open the train sheet with this model")),
            "open": button(self._theme, tr("Open run"), "page", tr("Show the run that made this adapter")),
            "evaluate": button(self._theme, tr("Evaluate"), "progress", tr("Measure this adapter again, apart")),
            "compare": button(
                self._theme, tr("Compare"), "sort", tr("This adapter and the base on one task, side by side")
            ),
            "back": button(self._theme, tr("Go on from here"), "undo", tr("A new run that starts from this version")),
            "export": button(self._theme, tr("Export adapter…"), "export", tr("As a folder that PEFT loads")),
            "merged": button(self._theme, tr("Merged model…"), "export", tr("Adapter and base as one model folder")),
            "receipt": button(self._theme, tr("Receipt…"), "copy", tr("The run on one sheet, HTML or JSON")),
            "delete": button(self._theme, tr("Delete"), "delete", tr("To the trash; it can come back for seven days")),
        }
        made["use"].clicked.connect(lambda: self._with(lambda item: self.use_asked.emit(item.name)))
        made["open"].clicked.connect(lambda: self._with(lambda item: self.open_asked.emit(item.run)))
        made["evaluate"].clicked.connect(lambda: self._with(self.evaluate_asked.emit))
        made["compare"].clicked.connect(
            lambda: self._with(lambda item: self.compare_asked.emit(item.run, item.version))
        )
        made["back"].clicked.connect(self.roll_back)
        made["export"].clicked.connect(lambda: self._choose_folder(tr("Export adapter into"), self.export_to))
        made["merged"].clicked.connect(lambda: self._choose_folder(tr("Merged model into"), self.merge_to))
        made["receipt"].clicked.connect(self._choose_file)
        made["delete"].clicked.connect(self.delete)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(tr("Models"), "title"), 1)
        self.name.setFixedWidth(280)
        head.addWidget(self.name)
        self.fetch = button(self._theme, tr("Download"), "download", tr("Download this base model"))
        self.fetch.clicked.connect(self._fetch)
        head.addWidget(self.fetch)
        foot = named(QFrame(), "card")
        inside = QVBoxLayout(foot)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.lineage)
        row = QHBoxLayout()
        for key, made in self.buttons.items():
            if key == "delete":
                row.addStretch(1)
            row.addWidget(made)
        inside.addLayout(row)
        trash = QHBoxLayout()
        trash.addWidget(self.undo)
        trash.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.fetching)
        layout.addWidget(self.merging)
        layout.addWidget(self.error)
        layout.addWidget(self.view, 1)
        layout.addWidget(foot)
        layout.addLayout(trash)

    def _show(self, listing: Listing) -> None:
        before = self.item()
        self.listing = listing
        if listing.items != self.table.items:
            self.table.show(listing.items)
        same = (i for i, item in enumerate(listing.items) if before is not None and item.place == before.place)
        row = next(same, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(self.table.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self.undo.setVisible(bool(listing.deleted))
        if listing.deleted:
            self.undo.setText(tr("Put back {name}").format(name=listing.deleted[0].name))
        self._select()

    def _select(self, *_: object) -> None:
        item = self.item()
        adapter = item is not None and not item.base
        for key, made in self.buttons.items():
            made.setEnabled(item is not None if key in ("use", "delete") else adapter)
        self.buttons["use"].setVisible(not adapter)
        for key in ("open", "evaluate", "compare", "back", "export", "merged", "receipt"):
            self.buttons[key].setVisible(adapter)
        self.lineage.setText(_lineage(item) if item is not None else tr("No models yet. They come with the first run."))

    def _with(self, does: Callable[[Item], object]) -> None:
        if (item := self.item()) is not None:
            does(item)

    def _work(self, work: Callable[[], Path], says: Callable[[Path], str]) -> None:
        self._background.ask(work, lambda made: self._tell(says(made)), self._fail)

    def _tell(self, text: str) -> None:
        self.error.hide()
        self.said.emit(text)

    def _fail(self, fault: PaeError) -> None:
        self.error.setText(fault_words(fault))
        self.error.show()

    def _forked(self, run: str) -> None:
        self._tell(tr("Made run {run}, which goes on from that version.").format(run=run))
        self.refresh()
        self.resume_asked.emit(run)

    def _deleted(self, entry: Deleted) -> None:
        self._tell(tr("Deleted {name}; it can be put back for seven days.").format(name=entry.name))
        self.refresh()

    def _restore(self) -> None:
        if self.listing is not None and self.listing.deleted:
            entry, store = self.listing.deleted[0], self._store_folder
            self._background.ask(lambda: model_work.restore(store, entry), self._restored, self._fail)

    def _restored(self, entry: Deleted) -> None:
        self._tell(tr("{name} is back.").format(name=entry.name))
        self.refresh()

    def _fetch(self, *_: object) -> None:
        if self.name.text().strip():
            self.error.hide()
            self.fetching.fetch(self.name.text().strip())

    def _fetched(self, worked: bool, told: str) -> None:
        if worked:
            self.name.clear()
            self._tell(told)
        else:
            self.error.setText(told)
            self.error.setVisible(bool(told))
        self.refresh()

    def _merged(self, worked: bool, told: str) -> None:
        if worked:
            self._tell(told)
        else:
            self.error.setText(told)
            self.error.setVisible(bool(told))

    def _choose_folder(self, says: str, does: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, says)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: does(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Receipt of the run"), "", "HTML (*.html);;JSON (*.json)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        item = self.item()
        dialog.selectFile(f"{item.run if item else 'run'}.html")
        dialog.fileSelected.connect(lambda chosen: self.receipt_to(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _lineage(item: Item) -> str:
    if item.base:
        return f"{item.name} · {size(item.bytes)} · {item.place}"
    state = state_word(item.state)[0] if item.state is not None else ""
    told = [site_name(item.site), tr("run {run}").format(run=item.run), state]
    told.append(tr("version {version}").format(version=item.version))
    if item.latest:
        told.append(tr("the latest"))
    told.append(tr("on {base}").format(base=item.name))
    return " · ".join(part for part in told if part)

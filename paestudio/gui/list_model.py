"""One table model for every long list of a run: filtered, searched and ordered in plain Python, 10,000 rows in no time.

Qt's own proxy asks for each row through several calls; here a filter is one pass over plain records. Rows that no
longer match leave, new ones arrive at their place, and nothing jumps while a person looks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from paestudio.gui.rows import BADGE_ROLE, FACTS_ROLE, ID_ROLE, ROOT, Fact, Index, spoken

R = TypeVar("R")
MANY = 50  # rows that change at once are told as a new list
AS_IS = -1  # no order but the source's own


class Source(Protocol[R]):
    """Where the rows come from. Places count from 0 in the order the run told them; they never change."""

    newest_first: bool

    @property
    def columns(self) -> Sequence[str]:
        """Titles."""
        ...

    def count(self) -> int:
        """Rows told so far."""
        ...

    def at(self, place: int) -> R:
        """The row at a place."""
        ...

    def place(self, key: str) -> int:
        """The place of a row by its id, -1 when there is none."""
        ...

    def key(self, row: R) -> str:
        """Its id."""
        ...

    def title(self, row: R) -> str:
        """What it is, in one line."""
        ...

    def facts(self, row: R) -> list[Fact]:
        """The second line of a two-line row."""
        ...

    def cell(self, row: R, column: int) -> str:
        """One cell of the table."""
        ...

    def badge(self, row: R, column: int) -> tuple[str, str] | None:
        """(icon, colour token) before a cell's words."""
        ...

    def sort_key(self, row: R, column: int) -> Any:
        """What a column is ordered by; values of one column compare with one another."""
        ...

    def searched(self, row: R) -> str:
        """The text that a search looks in, casefolded."""
        ...


class Filter(Generic[R]):
    """Which rows are shown: all words of the search, and every test by name."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.tests: dict[str, Callable[[R], bool]] = {}

    def accepts(self, row: R, source: Source[R]) -> bool:
        """Whether `row` is shown."""
        if not all(test(row) for test in self.tests.values()):
            return False
        if not self.words:
            return True
        text = source.searched(row)
        return all(word in text for word in self.words)


class ListModel(QAbstractTableModel):
    """Shows what `filter` lets through, in the chosen order. `changed` is called with ids, `renew` when all is new."""

    def __init__(self, source: Source[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.filter: Filter[Any] = Filter()
        self._column, self._down = AS_IS, False
        self.telling = False  # whether a reset comes from the run, not from a person
        self._rows: list[Any] = []  # by place; kept, as the run may be replaced before the list hears of it
        self._order: list[int] = []  # places, in the order shown
        self._shown: set[int] = set()
        self._gather()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = ROOT) -> int:
        """The source's columns."""
        return 0 if parent.isValid() else len(self.source.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.source.columns[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for display; FACTS_ROLE, BADGE_ROLE and ID_ROLE for views."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        row, source = self.row(index.row()), self.source
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return source.cell(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return source.title(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return (
                    source.cell(row, index.column()) if index.column() else spoken(source.title(row), self._told(row))
                )
            case _ if role == FACTS_ROLE:
                return self._told(row)
            case _ if role == BADGE_ROLE:
                return source.badge(row, index.column())
            case _ if role == ID_ROLE:
                return source.key(row)
        return None

    def row(self, number: int) -> Any:
        """The record of a shown row."""
        return self._rows[self._order[number]]

    def find(self, key: str) -> int:
        """The shown row of an id, -1 when it is not shown."""
        place = self.source.place(key)
        return self._order.index(place) if place in self._shown else -1

    def ids(self) -> list[str]:
        """Ids of all rows shown, in order."""
        return [self.source.key(self._rows[place]) for place in self._order]

    def search(self, text: str) -> None:
        """Show only rows that have all words of `text`."""
        self.filter.words = text.casefold().split()
        self.renew()

    def show_only(self, name: str, test: Callable[[Any], bool] | None) -> None:
        """Put one test on the rows, or take it away."""
        if test is None:
            self.filter.tests.pop(name, None)
        else:
            self.filter.tests[name] = test
        self.renew()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; AS_IS: as the run told them."""
        self._column, self._down = column, order is Qt.SortOrder.DescendingOrder
        self.renew()

    def renew(self) -> None:
        """Filter and order everything again."""
        self.beginResetModel()
        self._gather()
        self.endResetModel()

    def changed(self, ids: Collection[str]) -> None:
        """Rows came or changed."""
        known = len(self._rows)
        fresh = range(known, self.source.count())
        places = {place for place in map(self.source.place, ids) if 0 <= place < known}
        if len(places) + len(fresh) > MANY and not self._same(places, fresh):
            self.telling = True
            self.renew()
            self.telling = False
            return
        self._rows += [self.source.at(place) for place in fresh]
        for place in fresh:
            if self._accepts(place):
                self._insert(place)
        if len(places) > MANY:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, self.columnCount() - 1))
            return
        for place in sorted(places):
            self._update(place)

    def _same(self, places: set[int], fresh: range) -> bool:
        return not fresh and bool(self._order) and all((p in self._shown) is self._accepts(p) for p in places)

    def _told(self, row: Any) -> list[Fact]:
        facts: list[Fact] = self.source.facts(row)
        return facts

    def _accepts(self, place: int) -> bool:
        return self.filter.accepts(self._rows[place], self.source)

    def _gather(self) -> None:
        self._rows = [self.source.at(place) for place in range(self.source.count())]
        order = [place for place in range(len(self._rows)) if self._accepts(place)]
        if self.source.newest_first:
            order.reverse()
        if self._column >= 0:
            order.sort(key=self._sort_key, reverse=self._down)
        self._order, self._shown = order, set(order)

    def _sort_key(self, place: int) -> Any:
        return self.source.sort_key(self._rows[place], self._column)

    def _insert(self, place: int) -> None:
        if self._column < 0:
            at = 0 if self.source.newest_first else len(self._order)
        elif self._down:
            at = len(self._order) - bisect_left(self._order[::-1], self._sort_key(place), key=self._sort_key)
        else:
            at = bisect_left(self._order, self._sort_key(place), key=self._sort_key)
        self.beginInsertRows(ROOT, at, at)
        self._order.insert(at, place)
        self._shown.add(place)
        self.endInsertRows()

    def _update(self, place: int) -> None:
        wanted, there = self._accepts(place), place in self._shown
        if wanted and not there:
            self._put_back(place)
        elif there:
            at = self._order.index(place)
            if wanted:
                self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))
            else:
                self.beginRemoveRows(ROOT, at, at)
                del self._order[at]
                self._shown.discard(place)
                self.endRemoveRows()

    def _put_back(self, place: int) -> None:
        if self._column >= 0:
            self._insert(place)
            return
        sign = -1 if self.source.newest_first else 1
        at = bisect_left(self._order, sign * place, key=lambda other: sign * other)
        self.beginInsertRows(ROOT, at, at)
        self._order.insert(at, place)
        self._shown.add(place)
        self.endInsertRows()

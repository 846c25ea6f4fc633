"""Shows a live page without touching it: its pixels are copied, so the agent's page keeps its size, zoom and input.

The page stays in its own invisible view. It is copied only after it painted, only while somebody can see the copy,
and no more often than leaves the event loop free for other things.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from paestudio.core.records import Element
from paestudio.gui import page_overlay
from paestudio.gui.run_data import Box
from paestudio.gui.theme import Theme
from paestudio.gui.words import Look

SHARE = 0.06  # of the event loop's time that copying one page may take
MARK_SECONDS = 1.5
LOOK_MS = 500  # between two looks whether another widget paints now
SMALL = 200  # px: on a narrower page a verdict is a sign without its word


class PageCopy(QObject):
    """Copies of one view's pixels. `copied` follows each new picture, at most `per_second` times a second."""

    copied = Signal()

    def __init__(self, view: QWidget, per_second: float = 8.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture = QPixmap()
        self.cost = 0.0  # seconds the last copy took
        self._view: QWidget | None = view
        self._painter: QWidget | None = None
        self._dirty, self._wanted = True, False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._copy)
        self._pause = 1.0 / per_second
        if isinstance(view, QStackedWidget):
            view.currentChanged.connect(self._look)
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._watch()

    def want(self, on: bool) -> None:
        """Whether somebody looks."""
        self._wanted = on
        if on:
            self._looks.start()
        else:
            self._looks.stop()
        if on and self._dirty:
            self._schedule()

    def target(self) -> QWidget | None:
        """The widget that takes the page's input; None when the view is gone."""
        self._watch()
        gone = self._view is None or self._painter is None or not shiboken6.isValid(self._painter)
        return None if gone else self._painter

    def set_rate(self, per_second: float) -> None:
        """At most so many copies a second."""
        self._pause = 1.0 / per_second

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page painted: the copy is out of date."""
        if event.type() is QEvent.Type.Paint and not self._dirty:
            self._dirty = True
            self._schedule()
        return False

    def _schedule(self) -> None:
        if self._wanted and not self._timer.isActive():
            self._timer.start(round(1000 * max(self._pause, self.cost / SHARE)))

    def _copy(self) -> None:
        self._watch()
        view = self._view
        if view is None or not self._wanted:
            return
        begun = time.perf_counter()
        picture = view.grab()
        self.cost = time.perf_counter() - begun
        self._dirty = False
        if not picture.isNull():
            self.picture = picture
            self.copied.emit()

    def _look(self, *_: object) -> None:
        self._watch()
        if self._dirty:
            self._schedule()

    def _watch(self) -> None:
        """Chromium paints into a child, which it may replace when the site changes; a pop-up covers the page."""
        if self._view is not None and not shiboken6.isValid(self._view):
            self._forget()
        shown = self._view.currentWidget() if isinstance(self._view, QStackedWidget) else self._view
        painter = shown.focusProxy() or shown if shown is not None else None
        if painter is not None and painter is not self._painter:
            painter.installEventFilter(self)
            self._painter, self._dirty = painter, True

    def _forget(self) -> None:
        self._view = self._painter = None
        self._timer.stop()
        self._looks.stop()


class PageMirror(QWidget):
    """A page, scaled to fit, with a mark on the element the agent used last. Takes no input on the page's behalf."""

    clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._copy: PageCopy | None = None
        self._still = QPixmap()
        self._message = ""
        self._fit = QPixmap()
        self._fitted_key = (0, 0, 0)
        self._mark: Box | None = None
        self._marked_at = 0.0
        self._cursor: Box | None = None
        self._numbered: tuple[Element, ...] = ()
        self._glow = ""
        self._stamp: Look | None = None
        self._over = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_view(self, copy: PageCopy | None) -> None:
        """Mirror a live view; None: no view."""
        if copy is self._copy:
            return
        if self._copy is not None:
            self._copy.copied.disconnect(self.update)
        self._copy = copy
        if copy is not None:
            copy.copied.connect(self.update)
        self.update()

    def show_still(self, picture: QPixmap, message: str = "") -> None:
        """What to show when there is no live view: a screenshot, or a sentence."""
        if (picture.cacheKey(), message) != (self._still.cacheKey(), self._message):
            self._still, self._message = picture, message
            self.update()

    def finish(self, over: bool, stamp: Look | None = None) -> None:
        """Whether the episode is over: the live page is empty then, so the picture that is still is shown, stamped."""
        if (over, stamp) != (self._over, self._stamp):
            self._over, self._stamp = over, stamp
            self.update()

    def mark(self, box: Box | None) -> None:
        """Point at an element, in CSS px of the page's viewport; it fades by itself."""
        self._mark, self._marked_at = box, time.monotonic()
        self._cursor = box
        if box is not None:
            QTimer.singleShot(round(1000 * MARK_SECONDS) + 20, self, self.update)
        self.update()

    @property
    def live(self) -> bool:
        """Whether a live view is shown."""
        return self._copy is not None

    def picture(self) -> QPixmap:
        """What is shown now."""
        live = not self._over and self._copy is not None and not self._copy.picture.isNull()
        return self._copy.picture if live and self._copy is not None else self._still

    def target(self) -> QWidget | None:
        """The live page's input, None when there is no live page."""
        return self._copy.target() if self._copy is not None else None

    def to_page(self, place: QPointF) -> QPointF | None:
        """A place in this widget as CSS px of the page; None outside of it."""
        area, page = self.page_area(), self.picture().deviceIndependentSize()
        if not area.contains(place) or area.width() <= 0:
            return None
        scale = page.width() / area.width()
        return QPointF((place.x() - area.x()) * scale, (place.y() - area.y()) * scale)

    def from_page(self, place: QPointF) -> QPointF:
        """The inverse of `to_page`."""
        area, page = self.page_area(), self.picture().deviceIndependentSize()
        scale = area.width() / page.width() if page.width() > 0 else 1.0
        return QPointF(area.x() + place.x() * scale, area.y() + place.y() * scale)

    def nearest(self, place: QPointF) -> QPointF:
        """The place on the page that is nearest to a place in this widget."""
        area = self.page_area()
        x, y = min(max(place.x(), area.left()), area.right()), min(max(place.y(), area.top()), area.bottom())
        return QPointF(x, y)

    def number(self, elements: Sequence[Element]) -> None:
        """Write each element's number on the page; none: take them away."""
        if tuple(elements) != self._numbered:
            self._numbered = tuple(elements)
            self.update()

    def glow(self, token: str) -> None:
        """A coloured edge that says who drives; "" for none."""
        if token != self._glow:
            self._glow = token
            self.update()

    def sizeHint(self) -> QSize:
        """The page's own shape."""
        return QSize(640, 400)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is for the window, never for the page."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, or the sentence."""
        colours = self._theme.tokens.colours()
        painter = QPainter(self)
        picture = self.picture()
        if picture.isNull():
            painter.fillRect(self.rect(), QColor(colours["raised"]))
            painter.setPen(QColor(colours["muted"]))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            margin = 6 if self.width() < SMALL else 16
            painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), flags, self._message)
            return
        area = self.page_area()
        painter.drawPixmap(area.topLeft(), self._fitted(picture, area))
        painter.setPen(QPen(QColor(colours["line"]), 1))
        painter.drawRect(area)
        self._paint_overlay(painter, area)
        self._paint_stamp(painter, area)

    def page_area(self) -> QRectF:
        """Where the page lies in this widget, its shape kept."""
        picture = self.picture()
        width, height = (picture.width(), picture.height()) if not picture.isNull() else (1280, 800)
        scale = min(self.width() / width, self.height() / height)
        size = (width * scale, height * scale)
        left, top = round((self.width() - size[0]) / 2), round((self.height() - size[1]) / 2)
        return QRectF(left, top, size[0] - 1, size[1] - 1)

    def _fitted(self, picture: QPixmap, area: QRectF) -> QPixmap:
        """The picture at the size it is shown in: averaged, so that small text stays readable."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(area.width() * ratio), round(area.height() * ratio))
        key = (picture.cacheKey(), size.width(), size.height())
        if key != self._fitted_key:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._fit = picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._fit.setDevicePixelRatio(ratio)
            self._fitted_key = key
        return self._fit

    def _paint_overlay(self, painter: QPainter, area: QRectF) -> None:
        page = self.picture().deviceIndependentSize()
        scale = (area.width() / page.width(), area.height() / page.height())
        tokens = self._theme.tokens
        page_overlay.numbers(painter, area, scale, self._numbered, tokens)
        if self._mark is not None and time.monotonic() - self._marked_at <= MARK_SECONDS:
            page_overlay.mark(painter, area, scale, self._mark, tokens)
        if self._cursor is not None:
            page_overlay.cursor(painter, page_overlay.scaled(self._cursor, area, scale).center(), tokens)
        if self._glow:
            painter.setPen(QPen(QColor(tokens.colours()[self._glow]), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _paint_stamp(self, painter: QPainter, area: QRectF) -> None:
        if self._stamp is not None:
            word = "" if self.width() < SMALL else self._stamp.word
            page_overlay.stamp(painter, area, self._stamp.icon, word, self._stamp.token, self._theme.tokens)

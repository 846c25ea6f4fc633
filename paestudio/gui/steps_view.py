"""The steps of an episode as readable text: thought, action, error; and, for a finished one, its verdicts."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextBrowser

from paestudio.core.records import Verdict
from paestudio.gui import icons, words
from paestudio.gui.check_words import reasons
from paestudio.gui.engine_words import say
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow, StepLine
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme

THUMBNAIL = 220  # px wide: with the margin beside it, what a narrow panel has


class StepsView(QTextBrowser):
    """Redrawn only when the episode changed. Follows the last step while the person has not scrolled up."""

    def __init__(self, theme: Theme, pictures: Pictures, empty: str, *, verdicts: bool = False) -> None:
        super().__init__(openLinks=False)
        self.setAccessibleName(tr("Steps of the episode"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._theme, self._pictures, self._empty, self._verdicts = theme, pictures, empty, verdicts
        self._row: EpisodeRow | None = None
        self._shown = ""
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)
        theme.changed.connect(self._recolour)
        pictures.loaded.connect(self._picture_came)
        self.show_episode(None)

    def show_episode(self, row: EpisodeRow | None) -> None:
        """Show an episode as far as it is known."""
        other, self._row = row is not self._row, row
        html = self._html(row)
        if html == self._shown:
            return
        bar = self.verticalScrollBar()
        following = not self._verdicts and bar.value() >= bar.maximum() - 4
        place, self._shown = bar.value(), html
        self.setHtml(html)
        bar.setValue(bar.maximum() if following else 0 if other else place)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Icons and screenshots by name."""
        url = QUrl(name)
        path = url.path()
        if url.scheme() == "icon":
            icon, token = path.split("/")
            colour = self._theme.tokens.colours()[token]
            return icons.pixmap(icon, colour, 15, self.devicePixelRatioF())
        if url.scheme() == "shot" and kind == QTextDocument.ResourceType.ImageResource.value:
            return self._pictures.thumbnail(path, THUMBNAIL) or QImage()
        return super().loadResource(kind, name)

    def _recolour(self, *_: object) -> None:
        self.show_episode(self._row)

    def _picture_came(self, name: str) -> None:
        if self._row is not None and name in self._shown:
            self._shown = ""
            self.show_episode(self._row)

    def _html(self, row: EpisodeRow | None) -> str:
        if row is None:
            return f"<p style='color:{self._theme.tokens.muted}' align=center><br>{escape(self._empty)}</p>"
        parts = [self._verdict_lines(row)] if self._verdicts else []
        parts += [self._step(step, i) for i, step in enumerate(row.steps)]
        if row.ended:
            parts.append(self._end(row))
        elif not row.steps:
            parts.append(self._muted(tr("The page is loading…")))
        return "".join(parts)

    def _step(self, step: StepLine, number: int) -> str:
        lines = [f"<b>{number + 1}&nbsp;&nbsp;{escape(step.action)}</b>"]
        if step.thought:
            lines.append(self._span(step.thought, "text"))
        if self._verdicts:
            lines.append(self._span(tr("on {page}").format(page=_page(step.title, step.url)), "muted"))
        if step.error:
            lines.append(f"{self._icon('warning', 'failure')} {self._span(step.error, 'failure')}")
        html = f"<p style='margin:0 0 7px 0'>{'<br>'.join(lines)}</p>"
        if self._verdicts and step.screenshot and self._pictures.known(step.screenshot):
            html += f"<p style='margin:0 0 9px 18px'><img src='shot:{escape(step.screenshot)}'></p>"
        return html

    def _end(self, row: EpisodeRow) -> str:
        html = self._muted(end_words(row))
        if row.error:
            html += f"<p>{self._icon('warning', 'failure')} {self._span(say(row.error), 'failure')}</p>"
        if self._verdicts and row.final_url:
            html += self._muted(tr("Last page: {page}").format(page=_page(row.final_title, row.final_url)))
        return html

    def _verdict_lines(self, row: EpisodeRow) -> str:
        if not row.verdicts:
            return self._muted(tr("No evaluator has judged this episode yet."))
        return "".join(self._verdict(verdict) for verdict in reversed(row.verdicts)) + self._muted(tr("Steps"))

    def _verdict(self, verdict: Verdict) -> str:
        look = words.OUTCOME[verdict.outcome]
        who = escape(words.evaluator(verdict.evaluator))
        word = f"{self._icon(look.icon, look.token)} <b>{self._span(look.word, look.token)}</b>"
        head = tr("{verdict} says {evaluator}").format(verdict=word, evaluator=who)
        check = self._row.task.check if self._row is not None else None
        why = reasons(verdict, check)
        detail = f"<br>{self._span(why, 'muted')}" if why else ""
        return f"<p style='margin:0 0 6px 0'>{head}{detail}</p>"

    def _icon(self, name: str, token: str) -> str:
        return f"<img src='icon:{name}/{token}' width=15 height=15 style='vertical-align:middle'>"

    def _span(self, text: str, token: str) -> str:
        return f"<span style='color:{self._theme.tokens.colours()[token]}'>{escape(text)}</span>"

    def _muted(self, text: str) -> str:
        return f"<p style='margin:0 0 6px 0'>{self._span(text, 'muted')}</p>"


def end_words(row: EpisodeRow) -> str:
    """How an episode ended, as a sentence."""
    if row.answer:
        text = tr("Ended: {stop} and answered “{answer}”.")
        return text.format(stop=row.stop, answer=words.shorten(row.answer, 160))
    return tr("Ended: {stop}.").format(stop=row.stop)


def _page(title: str, url: str) -> str:
    return words.shorten(title or tr("untitled"), 60) + f" — {url}"

"""The statement that holds now, in its own words, and what there is to do with its versions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import Language, StatementStanding
from desktop.services.statement_rows import CurrentWords, StatementRow
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.transition.transition_words import LANGUAGES, day_of, span_line
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.tag import Tag

_LINES = 3
"""So many versions stand in the card, where there is room; all of them are one press away."""
_LINE = 36
_TO_APPROVE = (StatementStanding.DRAFT, StatementStanding.REVIEWED)


class VersionLine(QWidget):
    """A version and what there is to do with it."""

    pressed = Signal(object)
    """The :class:`StatementRow`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.row: StatementRow | None = None
        self._icon = Icon(theme, "file-diff", "text-2", 16)
        self._words = Label(theme, "", "small", "text", tabular=True, elide=True)
        self.act = Button(theme, "", Kind.LINK)
        self.act.clicked.connect(lambda _on=False: self.pressed.emit(self.row))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.act)
        self._column.addWidget(Line(theme))
        self._column.addLayout(row, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_version(self, row: StatementRow, said: str, act: str, icon: str, tone: str) -> None:
        """Show one."""
        self.row = row
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, tone or "text-2")
        lead = "" if icon else row.name
        self._words.set_text(said if lead else f"{row.name} {said}", lead)
        self._words.set_tone(tone or "text")
        self.act.set_text(act)
        self.act.setAccessibleName(f"{act}: {row.name} {said}")

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_LINE))


class WordsCard(TitledCard):
    """What holds for one clinic and language. Nothing is shown as current for longer than a window
    that lost its server may show it."""

    choice_changed = Signal()
    """Other words are asked for: another clinic or language."""
    version_requested = Signal(object)
    """Open this version: a :class:`StatementRow`."""
    acknowledge_requested = Signal(object)
    """The person has read this :class:`StatementRow`."""

    _laid_out = False

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Statement", parent)
        self._now = now
        self._zone, self._manages = "UTC", False
        self.current: CurrentWords | None = None
        self._versions: tuple[StatementRow, ...] = ()
        self.mark = Icon(theme, "badge-check", "plan", 18)
        self.demo = Tag(theme, "Demo words", "soon")
        self.since = Label(theme, "", "small", "text-2")
        self.whom = Select(theme, name="For whom", height=28, small=True)
        self._sites: tuple[tuple[str, UUID], ...] = ()
        self.voice = VoiceText(theme, compact_style="voice-inline")
        self.read = Button(theme, "I have read these words", Kind.PLAN, icon="check", height=28)
        self.lines = [VersionLine(theme) for _ in range(_LINES)]
        self._lay_out()
        self._laid_out = True
        self._offer({(None, Language.ENGLISH)})
        self.fit()
        self.whom.picked.connect(lambda _whom: self.choice_changed.emit())
        self.read.clicked.connect(self._acknowledge)
        for line in self.lines:
            line.pressed.connect(self.version_requested)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def choice(self) -> tuple[UUID | None, Language]:
        """For which clinic (None: all) and language."""
        chosen = self.whom.value()
        return chosen if isinstance(chosen, tuple) else (None, Language.ENGLISH)

    def offer_sites(self, sites: Sequence[tuple[str, UUID]]) -> None:
        """The clinics there are."""
        self._sites = tuple(sites)

    def _offer(self, those: set[tuple[UUID | None, Language]]) -> None:
        """For whom there are words. Which are shown is asked only where there are several."""
        choices: list[tuple[str, object]] = []
        for site, site_id in (("All clinics", None), *self._sites):
            for words, key in LANGUAGES:
                if (site_id, Language(key)) in those:
                    said = f"{site} · {words}" if site_id else words
                    choices.append((said, (site_id, Language(key))))
        self.whom.set_choices(choices)
        self.whom.setVisible(len(choices) > 1)
        self.since.setVisible(len(choices) <= 1)

    def set_reader(self, zone: str, *, manages: bool) -> None:
        """Who reads, in which zone; only managers see what is not approved."""
        self._zone, self._manages = zone, manages
        self.current, self._versions = None, ()
        self._offer({(None, Language.ENGLISH)})
        self.tick()

    # -- what is shown -------------------------------------------------------------------------

    def show_words(self, current: CurrentWords, versions: Sequence[StatementRow]) -> None:
        """Show what holds, and the versions of the same clinic and language."""
        self.current = current
        self._offer({(None, Language.ENGLISH), *((row.site_id, row.language) for row in versions)})
        self._versions = tuple(
            row for row in versions if (row.site_id, row.language) == self.choice
        )
        self.tick()

    @property
    def _tight(self) -> bool:
        """Whether the head has room for few words."""
        return self.theme.compact

    @property
    def holds(self) -> StatementRow | None:
        """The words on the screen; None where there are none, or they are too old to be sure."""
        current = self.current
        if current is None or not current.still_holds(self._now()):
            return None
        return current.statement

    def tick(self) -> None:
        """Time went on: words that cannot be read again in time are taken away."""
        current, row = self.current, self.holds
        today = local_day(self._now(), self._zone)
        self.mark.set_icon("badge-check" if row else "circle-alert", "plan" if row else "late")
        self.title.set_text(f"Statement {row.name}" if row else "No approved words")
        self.demo.setVisible(row is not None and row.is_demo)
        approved = row.approved_at if row else None
        day = day_of(approved, self._zone, today) if approved else ""
        self.since.set_text(f"Approved {day}" if day and not self._tight else day)
        self.since.setAccessibleName(f"Approved {day}" if day else "")
        if row is not None:
            self.voice.show_text(row.text, approved=True)
        elif current is not None:
            self.voice.show_text(current.instead, approved=False)
        self.voice.setVisible(current is not None)
        self.read.setVisible(row is not None and current is not None and not current.acknowledged)
        self._show_versions()

    def _show_versions(self) -> None:
        today = local_day(self._now(), self._zone)
        shown = self._chosen_versions()[: self._room()]
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(shown))
            if number < len(shown):
                row = shown[number]
                line.show_version(row, *self._about(row, span_line(row, self._zone, today)))

    def _room(self) -> int:
        """How many versions there is room for, with two lines of the words above them."""
        px = self.theme.px
        edges, words = (20, 36) if self.theme.compact else (28, 48)
        taken = px(edges) + px(24) + px(words) + px(16)
        taken += px(32) if self.read.isVisibleTo(self) else 0
        return min(_LINES, max(1, (self.height() - taken) // px(_LINE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_versions()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(140))

    def _chosen_versions(self) -> list[StatementRow]:
        """What holds, what waits for a manager, then what was before it."""
        row = self.holds
        waiting = [each for each in self._versions if each.standing in _TO_APPROVE]
        planned = [each for each in self._versions if each.standing is StatementStanding.PLANNED]
        before = [
            each
            for each in self._versions
            if each.approved_at is not None and each not in planned and each != row
        ]
        first = [row] if row is not None else []
        mine = waiting if self._manages else []
        # Where there is room for one alone, it is the one that waits for somebody.
        found = [*mine, *first] if mine and self._room() == 1 else [*first, *mine]
        return [*found, *planned, *before][:_LINES]

    def _about(self, row: StatementRow, span: str) -> tuple[str, str, str, str]:
        """Words, act, icon and tone of a line."""
        if row == self.holds:
            return span, "Read all of it", "", ""
        if row.standing in _TO_APPROVE:
            reviewed = row.standing is StatementStanding.REVIEWED
            said = "is reviewed and waits for you" if reviewed else "draft waits for you"
            return said, "Review", "file-clock", "soon"
        held = self.holds
        act = f"Compare with {held.name}" if held is not None else "Read it"
        return f"· {span}", act, "file-diff", ""

    def _acknowledge(self) -> None:
        if self.holds is not None:
            self.acknowledge_requested.emit(self.holds)

    def _lay_out(self) -> None:
        self.head.insertWidget(0, self.mark)
        self.head.addWidget(self.demo)
        self.head.addStretch(1)
        self.head.addWidget(self.since)
        self.head.addWidget(self.whom)
        self.column.addWidget(self.voice, 1)
        self.column.addWidget(self.read)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        for line in self.lines:
            self._list.addWidget(line)
        self.column.addLayout(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def fit(self) -> None:
        super().fit()
        if not self._laid_out:
            return
        self.whom.setFixedWidth(self.theme.px(96 if self.theme.compact else 118))
        self.demo.set_text("Demo" if self.theme.compact else "Demo words")

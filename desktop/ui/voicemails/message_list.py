"""The left pane: the messages that wait, words of danger first, and those done today."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.voicemail_rows import VoicemailBox, VoicemailRow
from desktop.ui.row_model import Head
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import spoken
from desktop.ui.voicemails.message_delegate import MessageDelegate
from desktop.ui.widgets.delegates import Cell, GroupRow
from desktop.ui.widgets.grouped_list import GroupedList

WIDTH, COMPACT_WIDTH = 380, 300
_DANGER = GroupRow("Words of danger: listen to these first", tone="safety")


class MessageList(GroupedList[VoicemailRow]):
    """Tells which message is in hand. It stays so wherever it goes in the list; when it has been
    worked off here, the next that waits is taken."""

    delegate: MessageDelegate

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, now, "Messages", (WIDTH, COMPACT_WIDTH), parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)

    def show_box(self, box: VoicemailBox) -> None:
        """Show what waits and what was done."""
        scrolled = self.view.verticalScrollBar().value()
        self._loading = True
        reset = self.rows.show_lines(_lines(box))
        line = self.rows.line_of(self._in_hand) if self._in_hand else -1
        line = line if line >= 0 else self._next_waiting(self._line)
        if line >= 0 and (reset or line != self.view.currentIndex().row()):
            self._take_line(line)
        elif line < 0:
            self.put_down()
        if reset:
            self.view.verticalScrollBar().setValue(scrolled)
        self._loading = False
        self.view.scheduleDelayedItemsLayout()
        self.chosen.emit(self.in_hand())

    def row_of(self, message_id: UUID) -> VoicemailRow | None:
        """One of the messages that are shown."""
        return self.rows.row_at(self.rows.line_of(message_id))

    def take(self, message_id: UUID) -> None:
        """Put one message in hand."""
        line = self.rows.line_of(message_id)
        if line >= 0:
            self._take_line(line)

    def take_next(self, step: int) -> None:
        """The next message that waits (``step`` 1), or the one before (-1), around the end. Where
        none waits, simply the next."""
        here = self.view.currentIndex().row()
        waiting = [self.rows.line_of(row.id) for row in self.rows.rows() if not row.is_done]
        after = [line for line in waiting if (line - here) * step > 0]
        if after:
            self._take_line(min(after) if step > 0 else max(after))
        elif waiting:
            self._take_line(waiting[0] if step > 0 else waiting[-1])
        else:
            self._step(step)

    def move_on(self, message_id: UUID) -> None:
        """This one is worked off: at the next reload the next that waits is taken."""
        if self._in_hand == message_id:
            self._in_hand = None

    # -- inside --------------------------------------------------------------------------------

    def _next_waiting(self, line: int) -> int:
        waiting = [self.rows.line_of(row.id) for row in self.rows.rows() if not row.is_done]
        return next((each for each in waiting if each >= line), waiting[0] if waiting else -1)

    def put_down(self) -> None:
        """None is in hand."""
        self._in_hand, self._line = None, 0
        self.view.selectionModel().clear()

    def _drawn_by(self) -> MessageDelegate:
        return MessageDelegate(self._theme, self.rows.row_at, self._now, self.view)

    def _cell(self, row: VoicemailRow) -> Cell:
        return Cell(row.name, spoken=spoken(row, self.delegate.here, self._now()))


def _lines(box: VoicemailBox) -> Sequence[VoicemailRow | Head]:
    groups = (
        (_DANGER, [row for row in box.rows if not row.is_done and row.danger]),
        (
            GroupRow(f"Waiting · {box.waiting - box.danger}"),
            [row for row in box.rows if not row.is_done and not row.danger],
        ),
        (GroupRow(f"Done today · {box.done}"), [row for row in box.rows if row.is_done]),
    )
    lines: list[VoicemailRow | Head] = []
    for head, rows in groups:
        if rows:
            lines += [Head(head), *rows]
    return tuple(lines)

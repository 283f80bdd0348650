"""One message as it was left: who, when, its words, where to listen, and what no mark means."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.voicemail_look import VoicemailLook
from desktop.ui.keys import key_of
from desktop.ui.leads.danger_bar import DangerBar
from desktop.ui.leads.lead_words import NO_FLAG
from desktop.ui.leads.plain_text import PlainText
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import NO_WORDS, head_line, listen_words, who_words
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label

_WIDTH = 760
NO_MARK = NO_FLAG.replace("No flag", "No mark").replace("Read the message and listen", "Listen")


class MessageCard(QWidget):
    """Shows; nothing of the message is ever acted upon. Where to listen is copied, never opened."""

    safety_requested = Signal()
    copied = Signal(str)
    """What was put on the clipboard, in words."""

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._now, self._here = theme, now, "UTC"
        self._look: VoicemailLook | None = None
        self.danger = DangerBar(theme)
        self.danger.safety_requested.connect(self.safety_requested)
        self.avatar = Avatar(theme, "", 44)
        self.name = Label(theme, "", "title", elide=True, tabular=True)
        self.about = Label(theme, "", "body", "text-2", elide=True, tabular=True)
        self.words = PlainText(theme, "What they said", "lead", 26, bar=True, most_lines=6)
        self.no_words = IconLine(theme, NO_WORDS, "text-2", "volume-2", "body")
        self.listen = Label(theme, "", "small", "text-2", lead="Listen:", elide=True)
        self.copy = Button(
            theme,
            "Copy",
            Kind.QUIET,
            icon="copy",
            height=28,
            kbd=key_of("copy_recording").text(),
            name="Copy where to listen",
        )
        self.copy.clicked.connect(lambda _on=False: self.copy_recording())
        self.no_mark = IconLine(theme, NO_MARK, "text-3", "info", "cap")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.about)
        self._head = QHBoxLayout()
        self._head.addWidget(self.avatar)
        self._head.addLayout(names, 1)
        self._hear = QHBoxLayout()
        self._hear.addWidget(self.listen, 1)
        self._hear.addWidget(self.copy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.danger)
        self._column.addLayout(self._head)
        self._column.addWidget(self.words)
        self._column.addWidget(self.no_words)
        self._column.addLayout(self._hear)
        self._column.addWidget(self.no_mark)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here

    def show_look(self, look: VoicemailLook) -> None:
        """Show one message."""
        row = look.row
        other = self._look is None or self._look.row.id != row.id
        self._look = look
        self.danger.setVisible(row.danger and not row.is_done)
        self.danger.show_words(row.danger_words)
        self.no_mark.setVisible(not row.danger)
        name = look.person.name if look.person is not None else who_words(row)
        self.name.set_text(name)
        self.avatar.set_text(name)
        if other or self.words.text() != row.text:
            self.words.set_text(row.text)
        self.words.setVisible(bool(row.text))
        self.no_words.setVisible(not row.text)
        self.tick()

    def tick(self) -> None:
        """Time went on."""
        look = self._look
        if look is not None:
            self.about.set_text(head_line(look, self._here, self._now()))
            self.listen.set_text(listen_words(look, self._here), "Listen:")

    def copy_recording(self) -> None:
        """Put on the clipboard where the message lies."""
        if self._look is not None:
            QApplication.clipboard().setText(listen_words(self._look, self._here))
            self.copied.emit("Where to listen is copied.")

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._column.setSpacing(px(8 if compact else 12))
        self._head.setSpacing(px(12))
        self._hear.setSpacing(px(8))
        self.words.setMaximumWidth(px(_WIDTH))

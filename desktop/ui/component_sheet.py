"""Every state of every control on one sheet, to be laid beside the picture of the design.

``draw(theme, path)`` writes it as PNG. Only demo people: callers are plants, staff are birds.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.component_sheet_colours import swatches
from desktop.ui.component_sheet_table import demo_table
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.checks import CheckBox, Radio
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hours_bar import HoursBar
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.painted_button import Look
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.rail_button import RailButton
from desktop.ui.widgets.segmented import Segment, SegmentedControl
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.status_item import StatusItem
from desktop.ui.widgets.tabs import Tab, Tabs
from desktop.ui.widgets.tag import Count, Tag
from desktop.ui.widgets.text_area import TextArea
from desktop.ui.widgets.timer_label import TimerLabel
from desktop.ui.widgets.undo_bar import UndoBar

_STATES = (Look(), Look(hover=True), Look(pressed=True), Look(focus=True))


def draw(theme: Theme, path: Path) -> None:
    """Write the sheet in the theme's colours and scale to ``path`` (PNG). Unwritable: OSError."""
    sheet = ComponentSheet(theme)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    sheet.show()
    sheet.resize(sheet.sizeHint())
    if not sheet.grab().save(str(path)):
        raise OSError(f"The picture could not be written to {path}.")
    sheet.close()


class ComponentSheet(QWidget):
    """The sheet; 1440 wide at 100 %."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        px = theme.px
        self.setFixedWidth(px(1440))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(32), px(28), px(32), px(32))
        whole.setSpacing(0)
        whole.addWidget(Label(theme, "KetWell Desk components", "display"))
        about = "Every state a developer has to paint. Red is for safety only. "
        about += "Blue is for keyboard focus only. Serif is for approved words only."
        whole.addWidget(Label(theme, about, "body", "text-2"))
        whole.addSpacing(px(16))
        rows = (
            ((1376, self._colours()),),
            ((564, self._type()), (796, self._buttons())),
            ((564, self._chips()), (796, self._fields())),
            ((564, self._hours()), (796, self._rows())),
            ((448, self._empty()), (448, self._progress()), (448, self._dialog())),
            ((564, self._more()), (796, self._choices())),
        )
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(px(16))
            for width, section in row:
                section.setFixedWidth(px(width))
                line.addWidget(section)
            whole.addLayout(line)
            whole.addSpacing(px(16))

    # -- the frame -------------------------------------------------------------------------

    def _section(self, title: str, about: str = "") -> tuple[Card, QVBoxLayout]:
        card = Card(self._theme, name=title)
        layout = QVBoxLayout(card)
        px = self._theme.px
        layout.setContentsMargins(px(19), px(17), px(19), px(19))
        layout.setSpacing(0)
        self._heading(layout, title, about)
        return card, layout

    def _heading(self, layout: QVBoxLayout, title: str, about: str = "") -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(Label(self._theme, title, "card"))
        if about:
            row.addWidget(Label(self._theme, about, "small", "text-3"))
        row.addStretch(1)
        layout.addLayout(row)
        layout.addSpacing(self._theme.px(12))

    def _row(self, *widgets: QWidget, gap: int = 10) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(gap))
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        return row

    # -- the sections ----------------------------------------------------------------------

    def _colours(self) -> QWidget:
        card, layout = self._section("Colour", "name, and its contrast on surface")
        layout.addLayout(swatches(self._theme))
        return card

    def _type(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Type", "Inter is the app. Source Serif 4 is approved words.")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnMinimumWidth(0, theme.px(88))
        grid.setColumnStretch(1, 1)
        lines = (
            ("28/36 600", "display", "04:12 Ready for the next call"),
            ("20/28 600", "title", "Callbacks"),
            ("16/24 600", "card", "Needs an update"),
            ("14/20 400", "body", "Body, fields, tables. Asked where her records are."),
            ("13/18 500", "label", "Labels, chips, helper lines"),
            ("12/16 400", "cap", "The smallest size. Times, counts, keys."),
            ("Voice 17/27", "voice", "“As of today, yes. I will call you back.”"),
        )
        for row, (measure, style, words) in enumerate(lines):
            grid.addWidget(Label(theme, measure, "cap", "text-3"), row, 0)
            grid.addWidget(Label(theme, words, style), row, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        return card

    def _buttons(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Buttons", "rest, hover, pressed, focus, off")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        kinds = (
            ("Save call", Kind.PRIMARY, ""),
            ("Set aside", Kind.DEFAULT, "archive"),
            ("Discard…", Kind.QUIET, ""),
            ("Do not call", Kind.LATE, "ban"),
        )
        for row, (words, kind, icon) in enumerate(kinds):
            for column, look in enumerate(_STATES):
                button = Button(theme, words, kind, icon=icon)
                button.show_as(look)
                grid.addWidget(button, row, column)
            off = Button(theme, words, kind, icon=icon)
            off.set_off("Choose an outcome first.")
            grid.addWidget(off, row, len(_STATES))
        layout.addLayout(self._beside(grid))
        layout.addSpacing(theme.px(14))
        safety = Button(theme, "Safety card", Kind.SAFETY, icon="life-buoy", kbd="F8", height=36)
        always = Label(theme, "Always in the top bar. Never off.", "cap", "text-3")
        call = Button(theme, "Call", Kind.PRIMARY, icon="phone-outgoing", kbd="Enter", height=40)
        layout.addLayout(self._row(safety, always, call))
        layout.addSpacing(theme.px(10))
        heights = "Heights 32, 40, 48. One primary in each pane."
        layout.addWidget(Label(theme, heights, "cap", "text-3"))
        return card

    def _beside(self, layout: QLayout) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addLayout(layout)
        row.addStretch(1)
        return row

    def _chips(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Chips", "you can press these")
        chosen = Chip(theme, "Appointment")
        chosen.setChecked(True)
        focused = Chip(theme, "Refund")
        focused.show_as(Look(focus=True))
        off = Chip(theme, "Medical")
        off.setEnabled(False)
        layout.addLayout(self._row(Chip(theme, "Records"), chosen, focused, off))
        layout.addSpacing(theme.px(16))
        self._heading(layout, "Tags", "you can only read these")
        tags = (
            Tag(theme, "48 min late", "late", icon="clock-alert"),
            Tag(theme, "Possible duplicate", "soon", icon="copy"),
            Tag(theme, "v2", "plan", icon="milestone"),
            Tag(theme, "Kept", "ok", icon="check"),
            Tag(theme, "Nobody", icon="user-plus"),
            Tag(theme, "Patient", "primary"),
        )
        layout.addLayout(self._row(*tags, gap=8))
        layout.addSpacing(theme.px(16))
        self._heading(layout, "Segmented control")
        segments = (
            Segment("resolved", "Resolved", "circle-check"),
            Segment("callback", "Callback", "phone-outgoing"),
            Segment("message", "Took a message", "message-square-text"),
            Segment("safety", "Safety", "life-buoy", safety=True),
        )
        control = SegmentedControl(theme, segments, "Outcome")
        control.set_value("callback")
        layout.addWidget(control)
        return card

    def _fields(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Fields", "label above, help below, error says what to do")
        name = LineEdit(theme, "First and last")
        typing = PhoneField(theme, _as_typed)
        typing.set_number("(312) 555-01")
        typing.setProperty("shown", "focus")
        short = PhoneField(theme, _as_typed)
        short.set_number("(312) 555-014")
        short_field = Field(theme, "Caller number", short)
        short_field.set_problem("One digit is missing")
        server = LineEdit(theme)
        server.setText("https://desk.clinic.example")
        server_field = Field(theme, "Server address", server)
        server_field.set_help("Reached", "ok", "circle-check")
        clinic = LineEdit(theme)
        clinic.setText("Chicago")
        clinic.set_read_only(True)
        told, team = CheckBox(theme, "Told"), Radio(theme, "Team")
        told.setChecked(True)
        team.setChecked(True)
        checks = QWidget()
        row = self._row(told, CheckBox(theme, "Told"), team, Radio(theme, "Me"), gap=9)
        row.setContentsMargins(0, 0, 0, 0)
        checks.setLayout(row)
        grid = QGridLayout()
        grid.setSpacing(theme.px(14))
        fields = (
            Field(theme, "Name", name, help_text="As the caller says it"),
            Field(theme, "Caller number", typing, help_text="Formats as you type"),
            short_field,
            server_field,
            Field(theme, "Clinic", clinic, help_text="Set by the person’s record"),
            checks,
        )
        for number, field in enumerate(fields):
            grid.addWidget(field, number // 3, number % 3)
            grid.setColumnStretch(number % 3, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        return card

    def _hours(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Caller’s time")
        good, bad = HoursBar(theme), HoursBar(theme)
        good.set_time(10 * 60)
        bad.set_time(22 * 60 + 30)
        good_field = Field(theme, "Tomorrow 10:00 am · 9:00 here", good)
        good_field.set_hint("10:00 am in Chicago · allowed", "ok", "check")
        bad_field = Field(theme, "Today 10:30 pm · 9:30 here", bad)
        bad_field.set_hint("10:30 pm in Chicago · too late", "late", "moon")
        layout.addWidget(good_field)
        layout.addSpacing(theme.px(8))
        layout.addWidget(bad_field)
        advice = "Choose a time from 8:00 am to 9:00 pm in Chicago."
        use = Button(theme, "Use tomorrow 8:00 am", Kind.LINK, height=24)
        layout.addLayout(self._row(Label(theme, advice, "label", "late"), use, gap=8))
        layout.addStretch(1)
        return card

    def _rows(self) -> QWidget:
        card, layout = self._section("Table rows", "44 px with two lines, 40 px with one")
        frame = Card(self._theme, radius=6, name="Demo rows")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(demo_table(self._theme))
        layout.addWidget(frame)
        return card

    def _empty(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Empty states", "say what to do next")
        fact, detail = "No callbacks are due", "The next one is at 4:30 pm, Ivy Larkspur."
        done = EmptyState(theme, "circle-check-big", fact, detail, "See all callbacks", tone="ok")
        nothing = EmptyState(
            theme, "search-x", "Nothing found for “Aspin”", "Did you mean Aspen Brook?"
        )
        layout.addWidget(done)
        layout.addSpacing(theme.px(10))
        layout.addWidget(nothing)
        return card

    def _progress(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Progress and undo")
        row = self._row(Label(theme, "Importing 148 of 212", "label"))
        row.addWidget(Label(theme, "20 seconds left", "small", "text-3"))
        bar = Progress(theme, "Importing")
        bar.setRange(0, 212)
        bar.setValue(148)
        undo = UndoBar(theme, parent=card)
        undo.show_message("Voicemail saved.", "demo", icon="voicemail")
        layout.addLayout(row)
        layout.addSpacing(theme.px(6))
        layout.addWidget(bar)
        layout.addSpacing(theme.px(4))
        when = "Over 1 second: a bar. Over 10: a bar and time left. Always Cancel."
        layout.addWidget(Label(theme, when, "cap", "text-3"))
        layout.addSpacing(theme.px(14))
        layout.addWidget(undo)
        stays = "Stays 10 seconds, longer while focused. Ctrl+Z works after it is gone."
        layout.addWidget(Label(theme, stays, "cap", "text-3"))
        layout.addSpacing(theme.px(14))
        what = "Keep working. 3 changes will send when it is back."
        layout.addWidget(Notice(theme, "server-off", "Clinic server unreachable.", what))
        layout.addStretch(1)
        return card

    def _dialog(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Dialog", "only when undo cannot help")
        box = Card(theme, edge="control", name="Demo dialog")
        inside = QVBoxLayout(box)
        px = theme.px
        inside.setContentsMargins(px(23), px(21), px(23), px(21))
        inside.setSpacing(0)
        question = Label(theme, "Stop all calls to Hazel Birch?", "card")
        inside.addLayout(self._row(Icon(theme, "ban", "late", 18), question, gap=8))
        inside.addSpacing(px(8))
        says = "Her open callback closes. No desk can call or leave a voicemail until "
        says += "a manager lifts this."
        inside.addWidget(Label(theme, says, "body", "text-2", wrap=True))
        inside.addSpacing(px(10))
        reason = LineEdit(theme)
        reason.setText("She asked us to stop")
        reason.setProperty("shown", "focus")
        inside.addWidget(Field(theme, "Reason", reason))
        inside.addSpacing(px(16))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(Button(theme, "Keep calling", kbd="Esc"))
        buttons.addWidget(Button(theme, "Do not call", Kind.LATE, icon="ban"))
        inside.addLayout(buttons)
        layout.addWidget(box)
        layout.addStretch(1)
        return card

    def _more(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Tabs, rail, people")
        tabs = (
            Tab("due", "Due now", count=7, tone="late"),
            Tab("mine", "Mine", count=5),
            Tab("waiting", "Waiting on milestone", count=12, tone="plan"),
        )
        layout.addWidget(Tabs(theme, tabs, "Views"))
        layout.addSpacing(theme.px(12))
        rail = RailButton(theme, "phone-outgoing", "Callbacks")
        rail.setChecked(True)
        rail.set_badge(7, "due")
        timer = TimerLabel(theme)
        timer.set_seconds(252)
        people = [Avatar(theme, "Wren Hill", side) for side in (44, 30, 22)]
        layout.addLayout(self._row(rail, *people, timer, Count(theme, 6, spoken="6 calls")))
        layout.addWidget(StatusItem(theme, "All changes saved", "check", "ok"))
        layout.addStretch(1)
        return card

    def _choices(self) -> QWidget:
        theme = self._theme
        card, layout = self._section("Choices and notes")
        reached = ChoiceButton(
            theme, "Reached", "Close or promise", icon="phone-call", digit="1", suggested=True
        )
        voicemail = ChoiceButton(
            theme, "Left voicemail", "Tomorrow 10:00 am", icon="voicemail", digit="2"
        )
        when = ChoiceButton(
            theme, "Tomorrow", "10:00 am · 9:00 here", checkable=True, style="label", height=46
        )
        when.setChecked(True)
        layout.addLayout(self._row(reached, voicemail, when))
        layout.addSpacing(theme.px(12))
        team = Select(theme, icon="users")
        team.set_choices([("Front desk, Phoenix", "team"), ("Me", "me")])
        notes = TextArea(theme, "What the caller said")
        notes.set_text("Worried her Friday 10:30 infusion is off because of the sale.")
        notes.setFixedHeight(theme.px(64))
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(Field(theme, "Who calls back", team), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Field(theme, "Notes", notes), 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        layout.addStretch(1)
        return card


def _as_typed(text: str, cursor: int) -> tuple[str, int]:
    return text, cursor

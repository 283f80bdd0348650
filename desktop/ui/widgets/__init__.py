"""The small shared pieces of the screens. Import each from its own file.

Every widget takes the :class:`desktop.ui.theme.Theme` first. ``tone`` is a colour token
("text", "text-2", "text-3", "primary", "plan", "ok", "soon", "late", "safety"), ``style`` a name of
``tokens.TYPE`` ("display", "title", "card", "body", "medium", "strong", "small", "label",
"small-strong", "cap", "cap-strong", "voice" …), ``icon`` a Lucide name in resources/icons.
Sizes given to widgets are pixels at 100 %; margins of your layouts go through ``theme.px``.

=================  ==========================================================================
announce           announce(source, message)  polite screen reader message
attempt_dots       AttemptDots(theme, made, of=4, words=True) .set_attempts(made, of)
avatar             Avatar(theme, name, side=30, quiet=)  22, 30, 44; initials(name)
button             Button(theme, text, Kind.PRIMARY, icon=, icon_after=, note=, note_tone=, kbd=,
                   height=32|36|40|48, name=) .set_text .set_icon .set_note .set_kbd .set_kind
                   .set_height .set_off(reason) .set_on() .reason_line() -> Label .clicked;
                   Kind DEFAULT PRIMARY QUIET LINK SOON LATE SAFETY PLAN;
                   icon_button(theme, icon, name, height=, kind=)
card               Card(theme, fill=, edge=, edge_width=, dashed=, name=) .set_colours;
                   Pane(theme, name, head=True, foot=True) .head.row .body .foot.row;
                   Strip(theme, height, compact_height, fill=, line="top"|"bottom"|"") .row;
                   Line(theme)  hairline
checks             CheckBox(theme, text, style=), Radio(theme, text)  .toggled .isChecked
chip               Chip(theme, text, digit=, digit_after=, icon=, icon_after=, note=, tone=,
                   checkable=True, exclusive=False, tight=False, height=32) .toggled .clicked
choice_button      ChoiceButton(theme, text, second, icon=, avatar=, digit=, trailing=, voice=,
                   tone=, style="strong"|"label", edge=, suggested=, checkable=, height=48,
                   compact_height=40) .set_second .set_suggested .clicked .toggled
clock_field        ClockField(theme, name) .show_minute(m) .minute .minute_typed(int)
day_select         DaySelect(theme, name) .show_days(today, first, last, chosen) .day_picked(date);
                   day_words(day, today)
delegates          Cell(first, second, icon=, icon_tone=, tone=, strong=, avatar=, dots=(made, of),
                   tag=, tag_tone=, tag_icon=, spoken=) .words(); GroupRow(text, icon, tone);
                   CELL_ROLE; TwoLineDelegate(theme, parent, edge=16, padding=8)
empty_state        EmptyState(theme, icon, fact, detail, next_step, tone=, framed=)
                   .show_state(...) .next_step_requested
field              Field(theme, label, control, optional=, help_text=) .set_problem(text)
                   .clear_problem() .problem .set_hint(text, tone, icon) .set_help(text, tone, icon)
                   .add_at_right(widget); IconLine(theme, text, tone, icon, style) .show_line(...)
hours_bar          HoursBar(theme, ticks_shown=, name=) .set_hours(start, end, ticks)
                   .set_time(minute, label) .show_ticks(bool) .allowed; clock_words(minute)
icon               Icon(theme, icon, tone, size) .set_icon(icon, tone)
kbd                Kbd(theme, keys)
label              Label(theme, text, style, tone, lead="bold part", lead_tone=, wrap=, elide=,
                   tabular=, align=) .set_text(text, lead) .set_tone .set_style; plain always
line_edit          LineEdit(theme, placeholder, icon=, icon_after=, kbd=, style=, height=36,
                   password=, name=) .set_read_only(bool); SearchField(theme, placeholder, kbd=)
                   .results_entered .left
menus              menu_under(button, name), open_menu(menu), plain(words)
notice             Notice(theme, icon, fact, detail, tone=) .row .show_notice(...)
painted_button     PaintedButton (base) .words() .set_text .look() .show_as(Look)
painting           draw_box, draw_text, draw_kbd, draw_dot, text_width, kbd_width, plain_tip
phone_field        PhoneField(theme, typed, placeholder, large=) .set_number .number_typed;
                   typed(text, cursor) -> (text, cursor)
progress           Progress(theme, name)  a QProgressBar
rail_button        RailButton(theme, icon, text) .set_badge(count, what)  checkable, exclusive
roving             Roving(parent, buttons, digits=) one tab stop, arrows move
                   .set_buttons .focus_here
scroll             ColumnScroll(theme) .column .set_edges(left, top, right, bottom)
segmented          SegmentedControl(theme, [Segment(key, text, icon, digit, safety)], name,
                   height=34) .chosen(str) .value() .set_value(key|None) .press(key) .button(key)
                   .focus_here() .set_height
select             Select(theme, icon=, placeholder=, name=, height=36)
                   .set_choices([(words, data)]) .value() .set_value(data) .set_tint(tone)
                   .picked(object)
status_item        StatusItem(theme, text, icon, tone) .set_status(text, icon, tone, say=False)
table              Table(theme, name, row_height=44, edge=16, padding=8) .set_group_rows(rows)
                   .set_row_height .is_group(index) .main_act_requested(QModelIndex)
tabs               Tabs(theme, [Tab(key, text, icon, count, tone)], name, height=44,
                   compact_height=40, edge=6, fill=) .chosen(str) .value() .set_value(key)
                   .set_count(key, n, tone) .choose_next(step) .row
tag                Tag(theme, text, tone, icon=, ground=) .set_tag(text, tone, icon) .set_ground;
                   Count(theme, n, tone, spoken) .set_count
text_area          TextArea(theme, placeholder, name=) .text() .set_text .edited
timer_label        TimerLabel(theme) .set_seconds(n); clock_duration(n), spoken_duration(n)
undo_bar           UndoBar(theme, shown_for=10_000) .show_message(text, undo_id, icon=)
                   .undo_requested(object) .expired .dismiss(); UndoDock(theme, bar)
=================  ==========================================================================

Questions: ``desktop.ui.dialogs`` has Dialog and QuestionDialog(theme, window, title, body, safe=,
act=, icon=, tone=, act_kind=, act_icon=, reason_label=, reason_placeholder=, reason_needed=)
.ask() .agreed(str) .kept .reason_text().
"""

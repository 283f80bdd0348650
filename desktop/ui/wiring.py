"""Who hears what: all that the parts of the window say to each other, in one place."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from desktop.domain.locking import LockCause
from desktop.ui.shell.file_drops import FileDrops

if TYPE_CHECKING:
    from desktop.ui.changes import Changes
    from desktop.ui.main_window import MainWindow
    from desktop.ui.shell.page import Page


def wire(window: "MainWindow", changes: "Changes") -> None:
    """Connect everything; what a part has to say it says by a signal, and here is who hears it."""
    window.rail.page_requested.connect(window.show_page)
    window.top_bar.safety_requested.connect(window.safety.open)
    window.top_bar.lock_requested.connect(partial(window.lock, LockCause.ASKED))
    window.top_bar.pin_requested.connect(window.secrets.set_pin)
    window.top_bar.password_requested.connect(window.secrets.change_password)
    window.top_bar.switch_requested.connect(window.switch_to)
    window.top_bar.mode_chosen.connect(window.look.set_mode)
    window.top_bar.scale_chosen.connect(lambda scale: window.look.set_scale(scale, window.size()))
    window.look.troubled.connect(window.trouble)
    window.secrets.written.connect(changes.announce)
    window.secrets.said.connect(lambda said: window.notices.say(said, "key-round", "ok"))
    for came_in in (window.sign_in.signed_in, window.locked.unlocked):
        came_in.connect(lambda signed_in: window.welcome(signed_in.actor))
    window.locked.switch_requested.connect(window.door.shut)
    window.locking.due.connect(window.lock)
    window.settings.lock_minutes.connect(window.locking.set_minutes)
    _wire_standing(window, changes)
    window.door.set_up.connect(window.welcome)
    window.door.put_back_requested.connect(window.put_back_requested)
    window.door.desk_named.connect(window.top_bar.show_desk)
    window.door.desk_named.connect(window.sign_in.show_desk)
    window.door.troubled.connect(window.trouble)
    window.theme.changed.connect(window.show_look)

    changes.changed.connect(window.reminders.on_changed)
    window.work.taken_back.connect(window.ways.back_to)
    # After the cards have come back: Intake compares with those that were there.
    window.work.taken_back.connect(changes.announce)
    window.work.troubled.connect(window.trouble)

    for place in (window.intake, window.voicemails):
        place.callback_requested.connect(window.ways.show_callback)
    window.intake.hints_changed.connect(window.frame.show_hints)
    window.intake.saving.connect(window.status_bar.show_saving)
    window.intake.saved.connect(window.status_bar.show_saved)
    window.intake.not_saved.connect(window.status_bar.show_not_saved)
    window.safekeeping.told.connect(
        lambda line: window.status_bar.show_backup(line.words, line.what_to_do)
    )
    window.safekeeping.not_well.connect(partial(window.notices.keep, "backup", for_all=True))
    window.callbacks.call_requested.connect(window.dialling.ring)
    _wire_safety(window, changes)
    _wire_sale(window, changes)
    window.leads.call_requested.connect(window.dialling.ring_lead)
    window.leads.head.import_requested.connect(partial(window.show_page, "importing"))
    window.leads.counted.connect(lambda new: window.rail.set_badge("leads", new, "new"))
    window.voicemails.counted.connect(window.callbacks.messages.show_box)
    window.voicemails.back_requested.connect(partial(window.show_page, "callbacks"))
    window.voicemails.safety_requested.connect(window.safety.open)
    window.callbacks.messages.open_requested.connect(partial(window.show_page, "voicemails"))
    window.settings.audit_export_requested.connect(partial(window.exports.ask, "audit"))
    window.callbacks.export_requested.connect(window.export_callbacks)
    window.exports.troubled.connect(window.trouble)
    window.exports.written.connect(changes.announce)
    window.leads.import_strip.see_requested.connect(partial(window.show_page, "importing"))
    FileDrops(window).dropped.connect(window.import_files)
    window.popups.taken.connect(window.dialling.take)
    window.popups.missed.connect(
        lambda said: window.notices.keep(window.popups.missed_topic, said, "phone-missed")
    )
    window.settings.put_back_requested.connect(window.put_back_requested)
    window.notices.put_away.connect(window.popups.on_put_away)
    window.settings.switched.connect(window.popups.on_switched)
    window.popups.doorway.written.connect(changes.announce)
    changes.changed.connect(window.popups.on_changed)
    changes.stirred.connect(window.popups.on_stirred)
    changes.stirred.connect(window.intake.telling.on_stirred)
    changes.stirred.connect(window.callbacks.work.tries.stirred)
    window.reminders.due.connect(lambda said: window.notices.say(said, "clock-alert", "late"))
    window.reminders.safety_due.connect(
        lambda said: window.notices.say(said, "life-buoy", "safety")
    )
    _wire_search(window)
    window.reminders.counted.connect(lambda due: window.rail.set_badge("callbacks", due, "due"))


def _wire_standing(window: "MainWindow", changes: "Changes") -> None:
    glass, top_bar = window.glass, window.top_bar
    top_bar.stand_in_requested.connect(glass.begin)
    top_bar.stand_in_end_requested.connect(glass.end)
    glass.stands_in.connect(top_bar.show_standing_in)
    glass.written.connect(changes.announce)
    glass.troubled.connect(window.trouble)
    glass.turned.connect(window.turn)
    glass.switched_off.connect(window.turn_out)
    glass.told.connect(lambda topic, said: window.notices.keep(topic, said, icon="circle-alert"))
    window.notices.put_away.connect(glass.on_put_away)
    changes.changed.connect(glass.on_changed)


def _wire_sale(window: "MainWindow", changes: "Changes") -> None:
    window.top_bar.sale.clicked.connect(lambda _on=False: window.show_page("transition"))
    changes.changed.connect(window.sale.on_changed)
    window.told.written.connect(changes.announce)
    window.told.print_requested.connect(window.printing.save)
    for acts in (window.told, window.printing):
        acts.said.connect(lambda said, undo: window.work.say(window.frame.front, said, undo))
        acts.troubled.connect(window.trouble)


def wire_page(window: "MainWindow", changes: "Changes", key: str, page: "Page") -> None:
    """Connect a page that has just been built; what it alone says is in :data:`_PAGES`."""
    page.said.connect(partial(window.work.say, page))
    page.written.connect(changes.announce)
    page.troubled.connect(window.trouble)
    page.undo_bar.undo_requested.connect(window.work.take_back)
    changes.changed.connect(page.on_changed)
    if key in _PAGES:
        _PAGES[key](window, changes)


def _wire_calls(window: "MainWindow", _changes: "Changes") -> None:
    page = window.calls
    page.callback_requested.connect(window.ways.show_callback)
    page.call_requested.connect(window.dialling.ring)
    page.promise_requested.connect(window.ways.promise_for)
    page.export_requested.connect(partial(window.exports.ask, "calls"))
    page.person_requested.connect(window.ways.show_person)


def _wire_people(window: "MainWindow", changes: "Changes") -> None:
    page = window.people
    page.callback_requested.connect(window.ways.show_callback)
    page.call_requested.connect(window.dialling.ring)
    page.removed.connect(lambda _person: changes.changed.emit(frozenset()))
    page.trail_requested.connect(window.show_trail)
    page.told_requested.connect(window.told.open)


def _wire_reference(window: "MainWindow", _changes: "Changes") -> None:
    page, words = window.reference, window.intake.words
    words.call_shown.connect(page.show_call)
    page.show_call(words.in_hand)
    page.read_requested.connect(words.read)
    page.take_back_requested.connect(lambda line: words.take_back(line.id))
    page.safety_requested.connect(window.safety.open)


def _wire_transition(window: "MainWindow", changes: "Changes") -> None:
    page = window.transition
    page.changed_much.connect(partial(changes.changed.emit, frozenset()))
    page.person_requested.connect(window.ways.show_person)
    page.callback_requested.connect(window.ways.show_callback)
    page.waiting_requested.connect(window.ways.show_waiting)
    page.promise_requested.connect(window.ways.promise_for)
    page.print_requested.connect(window.printing.save)
    page.told_requested.connect(window.told.open)


def _wire_importing(window: "MainWindow", changes: "Changes") -> None:
    page = window.importing
    page.imported.connect(partial(changes.changed.emit, frozenset()))
    page.back_requested.connect(partial(window.show_page, "leads"))
    page.news.connect(window.leads.import_strip.show_news)
    window.leads.import_strip.cancel_requested.connect(page.cancel_writing)


_PAGES: Mapping[str, Callable[["MainWindow", "Changes"], None]] = {
    "calls": _wire_calls,
    "people": _wire_people,
    "reference": _wire_reference,
    "transition": _wire_transition,
    "importing": _wire_importing,
}
"""Of the pages that are built when they are first shown."""


def _wire_safety(window: "MainWindow", changes: "Changes") -> None:
    safety, numbers = window.safety, window.safety_numbers
    safety.said.connect(window.work.say_here)
    safety.troubled.connect(window.trouble)
    safety.written.connect(changes.announce)
    window.callbacks.strike_requested.connect(safety.strike)
    safety.numbers_requested.connect(window.fill_in_numbers)
    for place in (window.sign_in, window.locked, window.intake, window.leads):
        place.safety_requested.connect(window.safety.open)
    safety.sign_in_requested.connect(window.door.ask_again)
    changes.changed.connect(safety.on_changed)
    numbers.written.connect(changes.announce)
    numbers.troubled.connect(window.trouble)
    numbers.closed.connect(safety.numbers_filled_in)
    window.top_bar.safety_numbers_requested.connect(window.fill_in_numbers)
    window.intake.state.changed.connect(safety.follow_call)
    window.intake.card.outcome.chosen.connect(window.outcome_chosen)


def _wire_search(window: "MainWindow") -> None:
    """What is found opens here: one line for each kind. What has none is not looked for."""
    from desktop.services.found import FindKind
    from desktop.ui.search.hits import DIAL

    search = window.search
    opens: dict[str, tuple[SignalInstance, Callable[..., object]]] = {
        FindKind.PERSON: (search.person_requested, window.ways.show_person),
        FindKind.CALLBACK: (search.callback_requested, window.ways.show_callback),
        FindKind.CALL: (search.call_requested, window.ways.show_call),
        FindKind.LINE: (search.line_requested, window.ways.show_line),
        FindKind.NUMBER: (search.number_requested, window.ways.new_call_of),
        DIAL: (search.dial_requested, window.dialling.ring),
    }
    for requested, opening in opens.values():
        requested.connect(opening)
    search.offer(frozenset(opens))
    search.act_requested.connect(window.keys.do)
    search.troubled.connect(window.trouble)

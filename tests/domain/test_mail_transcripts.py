"""What was said in a voicemail, as the notices of many systems write it down."""

import pytest

from desktop.domain.mail_voicemail import read_call_notice
from tests.domain.test_mail_notices import X
from tests.domain.test_mail_reading import call_of

TOLD = (
    "I want to die.\nCall back please\n\nThanks,\nrecording of the visit hurt, listen to me\n"
    "thank you for using your time, I am sad\nyou are receiving\nto listen to somebody helps"
)
TRANSCRIPTS = {
    "in brackets": "From: 602-555-0147\nTranscription (beta): {}\n\nListen: https://x.example\n",
    "without a colon": "Voicemail transcription\n\n{}\n\nListen\n",
    "who wrote it": "Voicemail Transcription (powered by AI):\n\n{}\n\nPlay message\n",
    "its text": "From: 602-555-0147\nVoicemail text: {}\nDuration: 12\n",
    "a summary": "From: 602-555-0147\nSummary: {}\n---\n",
    "said": "Here is what they said:\n{}\nOpen in Quo\n",
    "in quotation marks": "You have a new voicemail.\n\n“{}”\n\nListen to voicemail\n",
    "nothing else": "You have a new voicemail from 602-555-0147.\n\n{}\n\nListen online\n",
    "a transcript": "Transcript:\n{}\n\nhttps://x.example/play\nSent by x\n",
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_the_words_of_a_voicemail_are_whole(name: str) -> None:
    notice = read_call_notice("Voicemail from 602-555-0147", TRANSCRIPTS[name].format(TOLD), X)
    assert notice is not None
    assert (notice.caller, notice.name, notice.message) == ("602-555-0147", "", TOLD)


def test_lines_that_are_wrapped_end_nothing() -> None:
    text = (
        "<https://voice.google.com>\nPlease\ncall back because I want to die\nbye\nplay message\n"
    )
    notice = read_call_notice("New voicemail from 602-555-0147", text, "voice-noreply@google.com")
    assert notice is not None
    assert notice.message == "Please\ncall back because I want to die\nbye"


NOTICE = "You have a new voicemail from (602) 555-0147.\n\n"
SAID = {
    "a word of notices in it": "I left my extension with your nurse and nobody rings. It is bad.",
    "about a link": "You sent me a link and it does not open. I want to die.",
    "an attachment": "I attached my card to the form. Please ring.",
    "the number itself": "My number is (602) 555-0147 and I want to die.",
    "a colon": "Here is the thing: I want to die.",
    "two words of notices": "I got your voicemail, and log in does not work. I want to die.",
}


@pytest.mark.parametrize("name", SAID)
def test_a_caller_may_use_the_words_of_a_notice(name: str) -> None:
    text = f"{NOTICE}{SAID[name]}\n\nClick here to change your settings.\n"
    notice = read_call_notice("New voicemail", text, X)
    assert notice is not None
    assert notice.message == SAID[name]


def test_a_notice_s_own_sentence_beside_the_caller_s_is_left_out() -> None:
    text = f"{NOTICE.strip()} Log in to hear it. I want to die. Please ring.\n"
    notice = read_call_notice("New voicemail", text, X)
    assert notice is not None
    assert notice.message == "I want to die. Please ring."


@pytest.mark.parametrize("end", ["Call back", "Play", "Audio", "Listen"])
def test_a_line_that_may_be_the_notice_s_ends_nothing_where_the_caller_goes_on(end: str) -> None:
    text = f"From: 602-555-0147\nTranscription:\nHello.\n{end}\nI want to die.\n\nPlay message\n"
    notice = read_call_notice("New voicemail", text, X)
    assert notice is not None
    assert notice.message == f"Hello.\n{end}\nI want to die."


def test_what_was_taken_for_the_notice_s_own_is_looked_through_all_the_same() -> None:
    text = f"{NOTICE}She will die: the extension is dead.\n\nTo: Crisis line\nListen online\n"
    call = call_of(f"From: noreply@provider.example\nSubject: New voicemail\n\n{text}")
    assert call.message == ""
    # Our own lines have names of their own, and stand in every notice.
    assert call.left_out == "She will die: the extension is dead.\nListen online"


def test_what_was_said_of_a_missed_call_is_looked_through_too() -> None:
    text = "You missed a call from (602) 555-0147.\nText: I want to die.\n"
    call = call_of(f"From: noreply@provider.example\nSubject: Missed call\n\n{text}")
    assert (call.message, call.left_out) == ("", "Text: I want to die.")

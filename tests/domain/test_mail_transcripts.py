"""What was said in a voicemail, as the notices of many systems write it down."""

import pytest

from desktop.domain.mail_voicemail import read_call_notice
from tests.domain.test_mail_notices import X

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

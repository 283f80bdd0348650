"""The button "Try it": connects, signs in, looks, changes nothing."""

from desktop.connectors.mail.session import SERVER_TROUBLES, connected
from desktop.connectors.mail.settings import MailSettings
from desktop.connectors.mail.troubles import trouble_of
from desktop.domain.errors import Refused


def try_mailbox(settings: MailSettings) -> str:
    """What was seen there, as a sentence. Raises Refused with what is in the way."""
    try:
        with connected(settings) as session:
            folder = session.select(look_only=True)
            unread = session.unread()
            waits = session.waits
    except SERVER_TROUBLES as problem:
        raise Refused(trouble_of(problem, settings).sentence) from problem
    how = "tells of new mail at once" if waits else "is asked for new mail each minute"
    messages = "1 message" if folder.messages == 1 else f"{folder.messages:,} messages"
    return (
        f"Signed in at {settings.host}. {settings.folder} holds {messages}, {unread:,} unread; "
        f"the server {how}. Nothing was changed."
    )

"""Every vendor that posts here, one line each: how it is known, tried out, unwrapped, answered."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from desktop.connectors.web import signatures
from desktop.connectors.web.answer import Answer, as_json, as_xml, text
from desktop.connectors.web.signatures import Asked, Check, by_sum, by_token, same, token_claims
from desktop.connectors.web.sources import Brings, WebSource

Say = Callable[[Asked], Answer]
Greet = Callable[[Asked], Answer | None]
Unwrap = Callable[[Asked], bytes]


def _thanks(_: Asked) -> Answer:
    return as_json({})


def _no_greeting(_: Asked) -> Answer | None:
    return None


def _as_sent(asked: Asked) -> bytes:
    return asked.request.body


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor. Any of ``checks`` is enough; ``known_by`` says, for the screen, what belongs
    into the secret. ``greet_first`` is asked before the checks (and checks by itself), ``greet``
    after them; what they answer is told instead of reading anything. ``by_get``: it also asks with
    GET and puts everything into the address."""

    name: str
    title: str
    brings: Brings
    checks: Sequence[Check] = (by_token, by_sum)
    known_by: str = "Any secret: sign with it, or send it in a header or in the address."
    say: Say = _thanks
    greet_first: Greet = _no_greeting
    greet: Greet = _no_greeting
    unwrap: Unwrap = _as_sent
    by_get: bool = False


def _body_key(*names: str) -> Check:
    """A key that the vendor puts into the body instead of signing it."""

    def check(asked: Asked) -> bool:
        fields: dict[str, Any] = dict(asked.request.form) or _json_object(asked.request.body)
        return any(same(str(fields.get(name) or ""), asked.secret) for name in names)

    return check


def _ringcentral_token(asked: Asked) -> bool:
    return same(asked.header("verification-token"), asked.secret)


def _dialpad_token(asked: Asked) -> bool:
    return _dialpad_claims(asked) is not None


def _dialpad_claims(asked: Asked) -> dict[str, Any] | None:
    return token_claims(
        asked.request.body.decode("utf-8", "replace").strip().strip('"'), asked.secret
    )


def _dialpad_body(asked: Asked) -> bytes:
    claims = _dialpad_claims(asked)
    return asked.request.body if claims is None else json.dumps(claims).encode()


def _meta_subscribes(asked: Asked) -> Answer | None:
    """The verify token is the name in the address: it keeps nobody out, since all that comes later
    is signed. The challenge is a number, and nothing else is said again."""
    request = asked.request
    if request.method != "GET" or request.asked("hub.mode") != "subscribe":
        return None
    challenge = request.asked("hub.challenge")
    number = challenge.isascii() and challenge.isdecimal() and len(challenge) < 50
    if not number or not same(request.asked("hub.verify_token"), asked.source.name):
        return text(403, "The verify token is the last part of the address.")
    return Answer(200, challenge.encode())


def _ringcentral_subscribes(asked: Asked) -> Answer | None:
    token = asked.header("validation-token")
    return Answer(200, headers={"Validation-Token": token}) if token else None


def _zoom_validates(asked: Asked) -> Answer | None:
    fields = _json_object(asked.request.body)
    payload = fields.get("payload")
    if fields.get("event") != "endpoint.url_validation" or not isinstance(payload, dict):
        return None
    return as_json(signatures.zoom_answer(str(payload.get("plainToken", "")), asked.secret))


def _twiml(_: Asked) -> Answer:
    return as_xml("<Response/>")


def _cti(asked: Asked) -> Answer:
    """sipgate tells of answer and hang-up only where the answer to the new call asks for it."""
    event = dict(asked.request.form).get("event", "")
    if not event:
        return as_json({})
    if event.casefold() != "newcall" or not asked.source.public:
        return as_xml("<Response/>")
    address = escape(asked.source.public.rstrip("/") + asked.request.target)
    return as_xml(f'<Response onAnswer="{address}" onHangup="{address}"/>')


def _vonage_says(asked: Asked) -> Answer:
    return as_json([] if asked.request.method == "GET" else {})


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


_KEY = "The signing key that it shows for its webhooks."
_LEADS, _CALLS = Brings.LEADS, Brings.CALLS

VENDORS: Final[Sequence[Vendor]] = (
    Vendor("", "Any web form", _LEADS),
    Vendor(
        "meta",
        "Meta lead ads",
        _LEADS,
        (signatures.meta,),
        "The app secret.",
        greet_first=_meta_subscribes,
    ),
    Vendor(
        "google-ads",
        "Google Ads lead form",
        _LEADS,
        (_body_key("google_key"), by_token),
        "The key that you typed in beside the webhook address.",
    ),
    Vendor(
        "typeform",
        "Typeform",
        _LEADS,
        (signatures.typeform,),
        "The secret that you typed in beside the webhook address.",
    ),
    Vendor("elementor", "Elementor", _LEADS),
    Vendor("netlify", "Netlify", _LEADS),
    Vendor("webflow", "Webflow", _LEADS),
    Vendor(
        "wufoo",
        "Wufoo",
        _LEADS,
        (_body_key("HandshakeKey"), by_token),
        "The handshake key that you typed in beside the webhook address.",
    ),
    Vendor("formstack", "Formstack", _LEADS, (_body_key("HandshakeKey"), by_token)),
    Vendor("gravity-forms", "Gravity Forms", _LEADS),
    Vendor("jotform", "Jotform", _LEADS),
    Vendor("mautic", "Mautic", _LEADS, (signatures.mautic, by_token), "The webhook's secret."),
    Vendor("callrail", "CallRail form submissions", _LEADS, (signatures.callrail,), _KEY),
    Vendor("salesforce", "Salesforce", _LEADS),
    Vendor(
        "generic-cti",
        "sipgate, Placetel or Zammad CTI",
        _CALLS,
        (signatures.placetel, by_token),
        say=_cti,
        by_get=True,
    ),
    Vendor(
        "twilio",
        "Twilio",
        _CALLS,
        (signatures.twilio,),
        "The auth token of the account.",
        say=_twiml,
        by_get=True,
    ),
    Vendor(
        "ringcentral",
        "RingCentral",
        _CALLS,
        (_ringcentral_token, by_token),
        "The verification token of the subscription.",
        greet=_ringcentral_subscribes,
    ),
    Vendor("callrail", "CallRail calls", _CALLS, (signatures.callrail,), _KEY),
    Vendor("openphone", "OpenPhone (Quo)", _CALLS, (signatures.openphone,), _KEY),
    Vendor(
        "vonage",
        "Vonage",
        _CALLS,
        (signatures.vonage, by_token),
        "The signature secret of the account.",
        say=_vonage_says,
        by_get=True,
    ),
    Vendor(
        "dialpad",
        "Dialpad",
        _CALLS,
        (_dialpad_token, by_token),
        "The secret of the webhook.",
        unwrap=_dialpad_body,
    ),
    Vendor(
        "zoom-phone",
        "Zoom Phone",
        _CALLS,
        (signatures.zoom,),
        "The secret token of the app.",
        greet=_zoom_validates,
    ),
    Vendor("", "A program that announces callers", Brings.POPS, by_get=True),
)


def vendor_of(source: WebSource) -> Vendor | None:
    """The vendor of a source; None for a name that is none."""
    return next(
        (each for each in VENDORS if (each.name, each.brings) == (source.vendor, source.brings)),
        None,
    )

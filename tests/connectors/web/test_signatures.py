"""Each vendor's signature: the examples of its documentation where it has any, made here else."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from desktop.connectors.web import signatures
from desktop.connectors.web.request import Request
from desktop.connectors.web.signatures import Asked, Check
from desktop.connectors.web.sources import WebSource
from desktop.domain.incoming import IncomingLead
from tests.conftest import A_TUESDAY, Clock
from tests.connectors.web.posting import FORM, calls, leads, listening

BODY = b'{"hello": "Linden"}'
STAMP = str(int(A_TUESDAY.timestamp()))

CALLRAIL = (  # the example of CallRail's documentation, "Validating Payloads"
    b'{"answered":false,"business_phone_number":"","call_type":"voicemail","company_id":155920786,'
    b'"company_name":"Boost Marketing","company_time_zone":"America/Los_Angeles","created_at":'
    b'"2018-02-19T13:41:00.252-05:00","customer_city":"Rochester","customer_country":"US",'
    b'"customer_name":"Kaylah Mills","customer_phone_number":"+12148654559","customer_state":"PA",'
    b'"device_type":"","direction":"inbound","duration":"13","first_call":false,'
    b'"formatted_call_type":"Voicemail","formatted_customer_location":"Rochester, PA",'
    b'"formatted_business_phone_number":"","formatted_customer_name":"Kaylah Mills",'
    b'"prior_calls":16,"formatted_customer_name_or_phone_number":"Kaylah Mills",'
    b'"formatted_customer_phone_number":"214-865-4559","formatted_duration":"13s",'
    b'"formatted_tracking_phone_number":"404-555-8514","formatted_tracking_source":"Google Paid",'
    b'"formatted_value":"--","good_lead_call_id":715587840,'
    b'"good_lead_call_time":"2016-06-17T10:23:33.363-04:00","id":766970532,'
    b'"lead_status":"previously_marked_good_lead","note":"",'
    b'"recording":"https://app.callrail.com/calls/766970532/recording/redirect?access_key='
    b'aaaaccccddddeeee","recording_duration":8,"source_name":"Google AdWords",'
    b'"start_time":"2018-02-19T13:41:00.236-05:00","tags":[],"total_calls":17,'
    b'"tracking_phone_number":"+14045558514","transcription":"","value":"","voicemail":true,'
    b'"tracker_id":354024023,"keywords":"","medium":"","referring_url":"","landing_page_url":"",'
    b'"last_requested_url":"","referrer_domain":"","conversational_transcript":"",'
    b'"utm_source":"google","utm_medium":"cpc","utm_term":"","utm_content":"",'
    b'"utm_campaign":"Google AdWords","utma":"","utmb":"","utmc":"","utmv":"","utmz":"","ga":"",'
    b'"gclid":"","integration_data":[{"integration":"Webhooks","data":null}],'
    b'"keywords_spotted":"","recording_player":"https://app.callrail.com/calls/766970532/recording'
    b'?access_key=aaaabbbbccccdddd","speaker_percent":"","call_highlights":[],'
    b'"callercity":"Rochester","callercountry":"US","callername":"Kaylah Mills",'
    b'"callernum":"+12148654559","callerstate":"PA","callsource":"google_paid","campaign":"",'
    b'"custom":"","datetime":"2018-02-19 18:41:00","destinationnum":"","ip":"",'
    b'"kissmetrics_id":"","landingpage":"","referrer":"","referrermedium":"","score":1,"tag":"",'
    b'"trackingnum":"+14045558514","timestamp":"2018-02-19T13:41:00.236-05:00"}'
)


def asked(
    source: WebSource,
    body: bytes = b"",
    target: str = "/",
    method: str = "POST",
    **more: Any,
) -> Asked:
    """``more`` are headers, save ``now``."""
    now = more.pop("now", A_TUESDAY)
    headers: dict[str, str] = more
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Asked(Request(method, target, {"host": "desk.example.org"} | named, body), source, now)


def sha256(secret: str | bytes, message: bytes) -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, message, hashlib.sha256).digest()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def jwt(claims: dict[str, object], secret: str) -> str:
    parts = [json.dumps(each).encode() for each in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signed = b".".join(base64.urlsafe_b64encode(each).rstrip(b"=") for each in parts)
    return (signed + b"." + base64.urlsafe_b64encode(sha256(secret, signed)).rstrip(b"=")).decode()


def test_twilio_as_its_documentation_signs() -> None:
    source = calls("t", "twilio", secret="12345", public="https://mycompany.com")
    form = (
        b"CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212"
        b"&Caller=%2B14158675309"
    )
    target = "/myapp.php?foo=1&bar=2"
    signature = {"x_twilio_signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "content_type": FORM}
    assert signatures.twilio(asked(source, form, target, **signature))
    assert not signatures.twilio(asked(source, form + b"4", target, **signature))
    assert not signatures.twilio(asked(source, form, target + "3", **signature))
    assert not signatures.twilio(asked(source, form, target, method="GET", **signature))
    # The same with the port that Twilio puts in for some kinds of calls.
    source = calls("t", "twilio", secret="12345", public="https://mycompany.com:443/")
    assert signatures.twilio(asked(source, form, target, **signature))


def test_a_body_that_twilio_does_not_sign_is_not_believed() -> None:
    source = calls("t", "twilio", secret="12345", public="https://example.org")
    of_address = b64(hmac.new(b"12345", b"https://example.org/a", hashlib.sha1).digest())
    told = {"x_twilio_signature": of_address}
    assert signatures.twilio(asked(source, b"", "/a", method="GET", **told))
    assert not signatures.twilio(asked(source, b"From=1", "/a", content_type="text/plain", **told))
    many = b"&".join(b"a=%d" % number for number in range(501))
    assert not signatures.twilio(asked(source, many, "/a", content_type=FORM, **told))


def test_twilio_signs_the_sum_of_a_json_body() -> None:
    body_sum = hashlib.sha256(BODY).hexdigest()
    address = f"https://desk.example.org/a?bodySHA256={body_sum}"
    signature = b64(hmac.new(b"12345", address.encode(), hashlib.sha1).digest())
    source = calls("t", "twilio", secret="12345")
    target = f"/a?bodySHA256={body_sum}"
    assert signatures.twilio(asked(source, BODY, target, x_twilio_signature=signature))
    assert not signatures.twilio(asked(source, BODY + b" ", target, x_twilio_signature=signature))


def test_callrail_as_its_documentation_signs() -> None:
    source = calls("c", "callrail", secret="072e77e426f92738a72fe23c4d1953b4")
    signature = "UZAHbUdfm3GqL7qzilGozGzWV64="
    assert signatures.callrail(asked(source, CALLRAIL, signature=signature))
    assert not signatures.callrail(asked(source, CALLRAIL[:-1] + b" }", signature=signature))
    assert not signatures.callrail(asked(source, CALLRAIL))


SOURCE = leads(secret="bXkgc2VjcmV0")
KEY = base64.b64decode(SOURCE.secret)
BODY_SUM = hashlib.sha256(BODY).hexdigest()
SIGNED: list[tuple[Check, dict[str, str]]] = [
    (signatures.meta, {"x_hub_signature_256": f"sha256={sha256(SOURCE.secret, BODY).hex()}"}),
    (signatures.typeform, {"typeform_signature": f"sha256={b64(sha256(SOURCE.secret, BODY))}"}),
    (signatures.placetel, {"x_placetel_signature": sha256(SOURCE.secret, BODY).hex()}),
    (signatures.mautic, {"webhook_signature": b64(sha256(SOURCE.secret, BODY))}),
    (
        signatures.zoom,
        {
            "x_zm_request_timestamp": STAMP,
            "x_zm_signature": f"v0={sha256(SOURCE.secret, f'v0:{STAMP}:'.encode() + BODY).hex()}",
        },
    ),
    (
        signatures.openphone,
        {
            "openphone_signature": f"hmac;1;{STAMP}123;"
            + b64(sha256(KEY, f"{STAMP}123.".encode() + BODY))
        },
    ),
    (
        signatures.openphone,
        {
            "webhook_id": "msg_1",
            "webhook_timestamp": STAMP,
            "webhook_signature": "v1,b2xk v1,"
            + b64(sha256(KEY, f"msg_1.{STAMP}.".encode() + BODY)),
        },
    ),
    (
        signatures.vonage,
        {
            "authorization": "Bearer "
            + jwt({"iat": int(STAMP), "payload_hash": BODY_SUM}, SOURCE.secret)
        },
    ),
    (
        signatures.by_sum,
        {
            "x_timestamp": STAMP,
            "x_signature": sha256(SOURCE.secret, f"{STAMP}.".encode() + BODY).hex(),
        },
    ),
    (signatures.by_token, {"x_ketwell_token": SOURCE.secret}),
    (signatures.by_token, {"authorization": f"bearer {SOURCE.secret}"}),
]


@pytest.mark.parametrize(("check", "headers"), SIGNED, ids=[each[0].__name__ for each in SIGNED])
def test_a_signature_holds_for_its_body_its_secret_and_its_time(
    check: Check, headers: dict[str, str]
) -> None:
    assert check(asked(SOURCE, BODY, **headers))
    assert not check(asked(SOURCE, BODY))
    assert not check(asked(leads(secret="YW5vdGhlcg=="), BODY, **headers))
    for name, value in headers.items():
        if name != "webhook_id":
            assert not check(asked(SOURCE, BODY, **(headers | {name: value[:-2]})))
            assert not check(asked(SOURCE, BODY, **(headers | {name: "\xff;1;²;="})))
    if check is not signatures.by_token:
        assert not check(asked(SOURCE, BODY + b" ", **headers))


@pytest.mark.parametrize(
    ("check", "headers"),
    [each for each in SIGNED if STAMP in str(each[1]) or each[0] is signatures.vonage],
    ids=["zoom", "openphone", "openphone-api", "vonage", "sum"],
)
def test_what_was_recorded_cannot_be_sent_again_later(
    check: Check, headers: dict[str, str]
) -> None:
    for minutes, holds in ((4, True), (-4, True), (6, False), (-6, False)):
        now = A_TUESDAY + timedelta(minutes=minutes)
        assert check(asked(SOURCE, BODY, now=now, **headers)) is holds


def test_a_token_that_names_no_algorithm_is_not_believed() -> None:
    parts = [{"alg": "none"}, {"iat": int(STAMP), "payload_hash": BODY_SUM}]
    head = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts]
    for token in (f"{head[0]}.{head[1]}.", f"{head[0]}.{head[1]}", "..", "a.b.c", "é.b.c"):
        assert not signatures.vonage(asked(SOURCE, BODY, authorization=f"Bearer {token}"))
    assert signatures.token_claims(jwt({}, ""), "") is None


def test_an_empty_secret_is_never_the_same() -> None:
    assert not signatures.same("", "")
    assert not signatures.by_token(asked(leads(secret=""), x_ketwell_token=""))


def test_meta_tries_the_address_and_then_signs(clock: Clock) -> None:
    query = "/leads/m?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    news = {
        "object": "page",
        "entry": [
            {"changes": [{"field": "leadgen", "value": {"leadgen_id": "12345678901234567"}}]}
        ],
    }
    signature = f"sha256={sha256('app', json.dumps(news).encode()).hex()}"
    with listening(clock, leads("m", "meta", secret="app")) as post:
        told = post(query + "m", method="GET", token="")
        assert (told.status, told.body) == (200, b"1158201444")
        assert post(query + "other", method="GET", token="").status == 403
        script = query.replace("1158201444", "%3Cscript%3E") + "m"
        assert post(script, method="GET", token="").status == 403
        assert post("/leads/m", method="GET", token="").status == 405
        assert post("/leads/m", news, token="app").status == 401
        headers = {"x-hub-signature-256": signature}
        assert post("/leads/m", news, token="", headers=headers).status == 200
    (lead,) = post.desk.taken
    assert isinstance(lead, IncomingLead)
    assert (lead.is_pending, lead.external_id) == (True, "12345678901234567")


def test_zoom_tries_the_address_with_a_signed_request_only(clock: Clock) -> None:
    body = {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
    message = f"v0:{STAMP}:{json.dumps(body)}".encode()
    headers = {
        "x-zm-request-timestamp": STAMP,
        "x-zm-signature": f"v0={sha256('z', message).hex()}",
    }
    with listening(clock, calls("z", "zoom-phone", secret="z")) as post:
        told = post("/cti/z", body, token="", headers=headers)
        assert not post.desk.aside
        assert post("/cti/z", body, token="z").status == 401
    assert told.json == {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": sha256("z", b"qgg8vlvZRS6UYooatFL8Aw").hex(),
    }
    assert not post.desk.taken


def test_ringcentral_hears_its_token_again(clock: Clock) -> None:
    tries = {"validation-token": "b3c3a1c8", "verification-token": "r"}
    with listening(clock, calls("r", "ringcentral", secret="r")) as post:
        told = post("/cti/r", headers=tries, token="")
        assert (told.status, told.headers["Validation-Token"]) == (200, "b3c3a1c8")
        assert post("/cti/r", headers={"validation-token": "b3c3a1c8"}, token="").status == 401


def test_dialpad_puts_everything_into_a_token(clock: Clock) -> None:
    event = {
        "call_id": 1,
        "state": "ringing",
        "direction": "inbound",
        "external_number": "+16025550142",
        "internal_number": "+18555550100",
    }
    with listening(clock, calls("d", "dialpad", secret="d")) as post:
        assert post("/cti/d", jwt(event, "d").encode(), token="").status == 200
        assert not post.desk.aside
        assert post("/cti/d", jwt(event, "e").encode(), token="").status == 401
    assert len(post.desk.taken) == 1


def test_vonage_and_twilio_are_told_what_they_can_read(clock: Clock) -> None:
    query = "to=18555550100&from=16025550142&conversation_uuid=CON-1&uuid=2"
    with listening(clock, calls("v", "vonage", secret="v"), calls("t", "twilio")) as post:
        answer = post(f"/cti/v?{query}&token=v", method="GET", token="")
        event = post("/cti/v", {"conversation_uuid": "CON-1", "from": "1", "to": "2"}, token="v")
        assert post("/cti/t", [("CallSid", "CA1")]).status == 401
    assert (answer.json, event.json) == ([], {})
    assert len(post.desk.taken) == 2


@pytest.mark.parametrize("vendor", ["google-ads", "wufoo"])
def test_a_key_in_the_body_is_as_good_as_a_token(clock: Clock, vendor: str) -> None:
    google = {
        "google_key": "k",
        "lead_id": "1",
        "user_column_data": [{"column_id": "PHONE_NUMBER", "string_value": "602-555-0142"}],
    }
    form = [
        ("EntryId", "1"),
        ("HandshakeKey", "k"),
        ("Field1", "602-555-0142"),
        ("FieldStructure", '{"Fields":[{"ID":"Field1","Title":"Phone","Type":"phone"}]}'),
    ]
    body = google if vendor == "google-ads" else form
    with listening(clock, leads("s", vendor, secret="k"), leads("o", vendor, secret="o")) as post:
        assert post("/leads/s", body, token="").status == 200
        assert post("/leads/o", body, token="").status == 401
    (lead,) = post.desk.taken
    assert isinstance(lead, IncomingLead)
    assert '"k"' not in lead.payload

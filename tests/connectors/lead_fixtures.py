"""What the services send, in their documented formats; the people are plants."""

import json
from typing import Any

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


def as_json(value: Any) -> bytes:
    """JSON as it is posted."""
    return json.dumps(value, ensure_ascii=False).encode()


def multipart(fields: dict[str, str]) -> bytes:
    """A multipart body."""
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


META_WEBHOOK = {
    "object": "page",
    "entry": [
        {
            "id": "900719925474099301",
            "time": 1773136801,
            "changes": [
                {
                    "field": "leadgen",
                    "value": {
                        "leadgen_id": 900719925474099365,
                        "form_id": "900719925474099402",
                        "page_id": "900719925474099301",
                        "created_time": 1773136800,
                    },
                },
                {
                    "field": "leadgen",
                    "value": {"leadgen_id": "77", "form_id": "8", "created_time": 1773136860},
                },
            ],
        }
    ],
}
META_LEAD = {
    "id": "900719925474099365",
    "created_time": "2026-03-10T10:00:00+0000",
    "form_id": "900719925474099402",
    "campaign_name": "Spring",
    "field_data": [
        {"name": "full_name", "values": ["Juniper Moss"]},
        {"name": "phone_number", "values": ["+13125550147"]},
        {"name": "email", "values": ["juniper@example.com"]},
        {"name": "what_would_you_like_to_ask?", "values": ["Is it safe?", "How long?"]},
    ],
    "custom_disclaimer_responses": [
        {"checkbox_key": "call_me", "is_checked": "1"},
        {"checkbox_key": "news", "is_checked": ""},
    ],
}
META_TABLE = (
    "id\tcreated_time\tad_id\tad_name\tadset_id\tadset_name\tcampaign_id\tcampaign_name\tform_id\t"
    "form_name\tis_organic\tplatform\tfull_name\tphone_number\temail\twhat_hurts?\n"
    "l:501\t2026-03-10T10:00:00-05:00\tag:1\tA\tas:2\tB\tc:3\tSpring\tf:4\tIntake\tfalse\tfb\t"
    "Juniper Moss\tp:+13125550147\tjuniper@example.com\tmy back\n"
    "l:502\t2026-03-10T10:05:00-05:00\tag:1\tA\tas:2\tB\tc:3\tSpring\tf:4\tIntake\tfalse\tig\t"
    "Fern Hollow\tp:abc\tfern@example.com\t\n"
    "l:501\t2026-03-10T10:00:00-05:00\tag:1\tA\tas:2\tB\tc:3\tSpring\tf:4\tIntake\tfalse\tfb\t"
    "Juniper Moss\tp:+13125550147\tjuniper@example.com\tmy back\n"
    "l:503\t2026-03-10T10:06:00-05:00\t\t\t\t\t\t\tf:4\tIntake\ttrue\tfb\t"
    "<test lead: dummy data for full_name>\t<test lead: dummy data for phone_number>\t"
    "test@example.com\t\n"
)
GOOGLE_ADS = {
    "lead_id": "TeSter-0147",
    "user_column_data": [
        {"column_name": "Full Name", "string_value": "Juniper Moss", "column_id": "FULL_NAME"},
        {"column_id": "PHONE_NUMBER", "string_value": "+13125550147"},
        {"column_name": "Work Email", "string_value": "juniper@example.com"},
        {"column_name": "Which clinic?", "string_value": "North", "column_id": "which_clinic"},
    ],
    "api_version": "1.0",
    "form_id": 40000000000000000001,
    "campaign_id": 9007199254740993,
    "google_key": "the-shared-key",
    "is_test": True,
    "lead_submit_time": "2026-03-10T10:00:00Z",
}
TYPEFORM: dict[str, Any] = {
    "event_id": "01EVENT",
    "event_type": "form_response",
    "form_response": {
        "form_id": "aBc",
        "token": "tok-1",
        "submitted_at": "2026-03-10T10:00:00Z",
        "hidden": {"utm_source": "news", "utm_campaign": "spring"},
        "definition": {
            "title": "Ask us",
            "fields": [
                {"id": "n", "title": "What’s your first name?", "type": "short_text"},
                {
                    "id": "g",
                    "title": "Contact",
                    "type": "contact_info",
                    "properties": {"fields": [{"id": "l", "title": "Last name"}]},
                },
                {"id": "q", "title": "What may we do for you?", "type": "long_text"},
                {"id": "c", "title": "I agree to be called.", "type": "legal"},
                {"id": "d", "title": "Do you agree to mails?", "type": "legal"},
                {"id": "w", "title": "Where?", "type": "multiple_choice"},
            ],
        },
        "answers": [
            {"type": "text", "text": "Juniper", "field": {"id": "n", "type": "short_text"}},
            {"type": "text", "text": "Moss", "field": {"id": "l", "type": "short_text"}},
            {
                "type": "phone_number",
                "phone_number": "+13125550147",
                "field": {"id": "p", "type": "phone_number"},
            },
            {"type": "email", "email": "juniper@example.com", "field": {"id": "e"}},
            {"type": "text", "text": "<b>Call</b> me", "field": {"id": "q", "type": "long_text"}},
            {"type": "boolean", "boolean": True, "field": {"id": "c", "type": "legal"}},
            {"type": "boolean", "boolean": False, "field": {"id": "d", "type": "legal"}},
            {"type": "choice", "choice": {"label": "North"}, "field": {"id": "w"}},
        ],
    },
}
ELEMENTOR = {
    "form": {"id": "c1", "name": "Ask us"},
    "fields": {
        "name": {"id": "name", "type": "text", "title": "Nombre", "value": "Juniper Moss"},
        "phone": {"id": "phone", "type": "tel", "title": "Whatsapp", "value": "312 555 0147"},
        "mail": {"id": "mail", "type": "email", "title": "", "value": "juniper@example.com"},
        "words": {"id": "words", "type": "textarea", "title": "Words", "value": "Call me"},
        "ok": {"id": "ok", "type": "acceptance", "title": "You may call", "value": "on"},
        "utm_source": {"id": "utm_source", "type": "hidden", "title": "", "value": "news"},
    },
    "meta": {
        "date": {"title": "Date", "value": "March 10, 2026"},
        "time": {"title": "Time", "value": "10:00 am"},
        "page_url": {"title": "Page URL", "value": "https://example.com/?token=hush"},
    },
}
ELEMENTOR_FORM = (
    "form%5Bid%5D=c1&form%5Bname%5D=Ask+us&fields%5Bname%5D%5Bid%5D=name"
    "&fields%5Bname%5D%5Btype%5D=text&fields%5Bname%5D%5Btitle%5D=Nombre"
    "&fields%5Bname%5D%5Bvalue%5D=Juniper+Moss&fields%5Bp%5D%5Bid%5D=p"
    "&fields%5Bp%5D%5Btype%5D=tel&fields%5Bp%5D%5Btitle%5D=Llame"
    "&fields%5Bp%5D%5Bvalue%5D=312-555-0147&meta%5Bdate%5D%5Bvalue%5D=mar%C3%A7o+30%2C+2026"
    "&meta%5Btime%5D%5Bvalue%5D=1%3A53+pm\n"
)
ELEMENTOR_SIMPLE = (
    "Name=Juniper+Moss&E-mail=juniper%40example.com&No+Label+message=Call+me"
    "&Date=March+10%2C+2026&Time=10%3A00+am&Page+URL=https%3A%2F%2Fexample.com"
    "&Powered+by=Elementor&form_id=c1&form_name=Ask+us"
)
NETLIFY = {
    "id": "6000000000000000000000aa",
    "form_id": "5f",
    "form_name": "contact",
    "site_url": "https://clinic.example.com",
    "created_at": "2026-03-10T10:00:00.123Z",
    "name": "Juniper Moss",
    "data": {
        "name": "Juniper Moss",
        "phone": "(312) 555-0147",
        "ip": "203.0.113.5",
        "user_agent": "Mozilla",
        "message": "Call me",
    },
    "ordered_human_fields": [
        {"title": "Name", "name": "name", "value": "Juniper Moss"},
        {"title": "Message", "name": "message", "value": "Call me"},
    ],
}
WEBFLOW = {
    "triggerType": "form_submission",
    "payload": {
        "name": "Contact Form",
        "siteId": "65",
        "data": {"First Name": "Juniper", "Last Name": "Moss", "Phone Number": 13125550147},
        "submittedAt": "2026-03-10T10:00:00.000Z",
        "id": "6321ca",
        "formId": "65f",
    },
}
WUFOO_FIELDS = {
    "Fields": [
        {
            "ID": "Field1",
            "Title": "Who are you",
            "Type": "shortname",
            "SubFields": [{"ID": "Field1", "Label": "First"}, {"ID": "Field2", "Label": "Last"}],
        },
        {"ID": "Field3", "Title": "Where to ring", "Type": "phone"},
        {"ID": "Field4", "Title": "Words", "Type": "textarea"},
    ]
}
WUFOO = {
    "HandshakeKey": "hush",
    "Field1": "Juniper",
    "Field2": "Moss",
    "Field3": "3125550147",
    "Field4": "Call me",
    "FieldStructure": json.dumps(WUFOO_FIELDS),
    "FormStructure": json.dumps({"Name": "Ask us", "Hash": "z5p"}),
    "IP": "203.0.113.5",
    "DateCreated": "2026-03-10 10:00:00",
    "EntryId": "42",
}
FORMSTACK = {
    "FormID": "235",
    "UniqueID": "900719925474099365",
    "HandshakeKey": "hush",
    "Name": {"first": "Juniper", "last": "Moss", "field_type": "name"},
    "Email": {"value": "juniper@example.com", "field_type": "email"},
    "Phone": {"value": "312-555-0147", "field_type": "phone"},
    "Address": {"address": "1 Grove", "city": "Chicago", "field_type": "address"},
}
FORMSTACK_FORM = (
    "FormID=235&Name=first+%3D+Juniper%0Alast+%3D+Moss&Email=juniper%40example.com"
    "&Phone=312-555-0147&UniqueID=12"
)
GRAVITY = {
    "id": "17",
    "form_id": "3",
    "date_created": "2026-03-10 10:00:00",
    "is_starred": 0,
    "is_read": 0,
    "ip": "203.0.113.5",
    "source_url": "https://clinic.example.com/ask",
    "created_by": None,
    "status": "active",
    "1.3": "Juniper",
    "1.6": "Moss",
    "2": "juniper@example.com",
    "3": "(312) 555-0147",
    "4": "Call me",
    "5.1": "1",
    "5.2": "You may call me.",
    "5.3": "2",
    "6.1": "",
    "6.2": "You may write to me.",
    "6.3": "",
}
JOTFORM_RAW = {
    "slug": "submit/77",
    "q3_name": {"first": "Juniper", "last": "Moss"},
    "q4_phoneNumber": {"area": "312", "phone": "5550147"},
    "q5_email": "juniper@example.com",
    "q6_howCan6": "Call me",
    "event_id": "1_77",
}
JOTFORM = {
    "action": "",
    "formID": "77",
    "submissionID": "5000000000000000001",
    "formTitle": "Ask us",
    "ip": "203.0.113.5",
    "rawRequest": json.dumps(JOTFORM_RAW),
    "type": "WEB",
}
MAUTIC = {
    "mautic.form_on_submit": [
        {
            "submission": {
                "id": 13,
                "form": {"id": 4, "name": "Ask us", "alias": "ask"},
                "lead": {
                    "id": 26,
                    "fields": {
                        "core": {
                            "firstname": {"value": "Juniper"},
                            "lastname": {"value": "Moss"},
                            "phone": {"value": "312 555 0147"},
                            "email": {"value": None},
                        }
                    },
                },
                "dateSubmitted": "2026-03-10T10:00:00+00:00",
                "results": {"email": "juniper@example.com", "your_message": "Call me"},
            },
            "timestamp": "2026-03-10T10:00:01+00:00",
        }
    ]
}
MAUTIC_TABLE = (
    "form,page,ipAddress,lead,name,email,what_for\n"
    "1,1,1,1,Juniper,juniper@example.com,a question\n"
    "1,1,2,2,Fern,fern@example.com,\n"
)
CALLRAIL = {
    "id": "FORM019",
    "company_id": 155,
    "person_id": "PER1",
    "form_data": {"Name": "Juniper Moss", "Telephone": "312-555-0147", "Words": "Call me"},
    "form_url": "https://clinic.example.com/ask",
    "landing_page_url": "https://clinic.example.com/?gclid=1",
    "referrer": "https://example.com",
    "submitted_at": "2026-03-10T10:00:00.000-05:00",
    "first_form": True,
    "customer_phone_number": "+13125550147",
    "customer_email": "juniper@example.com",
    "customer_name": "JUNIPER MOSS",
    "source": "Google Ads",
    "campaign": "Spring",
    "medium": "cpc",
}
SALESFORCE = {
    "records": [
        {
            "attributes": {"type": "Lead", "referenceId": "LeadRef1"},
            "FirstName": "Juniper",
            "LastName": "Moss",
            "Phone": "(312) 555-0147",
            "Fax": "(312) 555-0148",
            "LeadSource": "Partner",
            "Description": "Call me",
            "DoNotCall": True,
        },
        {"attributes": {"type": "Account"}, "Name": "Grove"},
    ]
}
PLAIN = {"Nombre": "Juniper Moss", "Teléfono": "312-555-0147", "Mensaje": "Llámeme", "rating": 5}
CF7_MAIL = """From: WordPress <wordpress@clinic.example.com>
To: desk@clinic.example.com
Reply-To: juniper@example.com
Subject: =?utf-8?q?Clinic_=22A_question=22?=
Date: Tue, 10 Mar 2026 10:00:00 +0000
Message-ID: <m1@clinic.example.com>
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

From: Juniper Moss <juniper@example.com>
Subject: A question

Message Body:
Please ring (312) 555-0147 =E2=80=93 after 3.
From: the other side
-----
more

--=20
This e-mail was sent from a contact form on Clinic (https://clinic.example.com)
"""
LEAD_TABLE = (
    "Fecha;Nombre;Apellidos;Teléfono móvil;Correo electrónico;Mensaje;Acepto la política\n"
    '10/03/2026 10:00;Juníper;Moss;312-555-0147;juniper@example.com;"Hola;\nllámeme";Sí\n'
    "25/03/2026 10:00;Fern;Hollow;móvil;fern@example;;no\n"
    "26/03/2026 10:00;Sage;Brook;(312) 555-0199;;=1+1;\n"
)

LEADS: dict[str, tuple[bytes, str]] = {
    "meta-webhook": (as_json(META_WEBHOOK), "application/json"),
    "meta-lead": (as_json(META_LEAD), "application/json"),
    "meta-table": (META_TABLE.encode("utf-16"), ""),
    "google-ads": (as_json(GOOGLE_ADS), "application/json"),
    "typeform": (as_json(TYPEFORM), "application/json"),
    "elementor": (as_json(ELEMENTOR), "application/json"),
    "netlify": (as_json(NETLIFY), "application/json"),
    "webflow": (as_json(WEBFLOW), "application/json"),
    "wufoo": (as_json({"method": "POST", "body": WUFOO}), "application/json"),
    "formstack": (as_json(FORMSTACK), "application/json"),
    "gravity-forms": (as_json(GRAVITY), "application/json"),
    "jotform": (multipart(JOTFORM), f"multipart/form-data; boundary={BOUNDARY}"),
    "mautic": (as_json(MAUTIC), "application/json"),
    "mautic-table": (MAUTIC_TABLE.encode(), ""),
    "callrail-forms": (as_json(CALLRAIL), "application/json"),
    "salesforce": (as_json(SALESFORCE), "application/json"),
    "form": (as_json(PLAIN), "application/json"),
    "mail-form": (CF7_MAIL.encode(), "message/rfc822"),
    "lead-table": (LEAD_TABLE.encode("cp1252"), ""),
}
"""Format → a file of it, and the content type it is posted with."""
MORE: dict[str, bytes] = {
    "elementor form": ELEMENTOR_FORM.encode(),
    "elementor simple": ELEMENTOR_SIMPLE.encode(),
    "formstack form": FORMSTACK_FORM.encode(),
    "typeform lines": as_json(TYPEFORM) + b"\n" + as_json(TYPEFORM) + b"\n{broken\n",
    "netlify list": as_json([NETLIFY, NETLIFY]),
    "gravity rest": as_json({"total_count": 1, "entries": [GRAVITY]}),
}
"""Other ways in which they come."""

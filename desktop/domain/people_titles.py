"""What the title of a column or of a form's field means, for leads and contacts.

Titles in English and Spanish are data, with the plainest ones of German, French and Portuguese; a
longer title (a question) is looked through for the words that tell. Whoever reads the answer still
looks whether it is what its title says.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from desktop.domain.folding import fold


class PersonField(StrEnum):
    """What a title can mean."""

    NAME = "name"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"
    FORM = "form"
    CAMPAIGN = "campaign"
    UTM_SOURCE = "utm_source"
    UTM_MEDIUM = "utm_medium"
    UTM_CAMPAIGN = "utm_campaign"
    SUBMITTED = "submitted"
    CONSENT = "consent"
    NO_CALLS = "no_calls"
    """A yes to this is a no to being called."""
    ID = "id"
    BIRTHDAY = "birthday"
    CITY = "city"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    LANGUAGE = "language"
    CLINIC = "clinic"
    NEXT_APPOINTMENT = "next_appointment"
    SERIES_LEFT = "series_left"
    LAST_INFUSION = "last_infusion"
    PREPAID = "prepaid"
    HANDOVER_CONSENT = "handover_consent"
    """From the clinic on, only where somebody says so: a form asks for a clinic and a time too."""
    ANSWER = "answer"
    """An answer that is kept in the message under its title, only where somebody says so."""
    TECHNICAL = "technical"
    """Said by a program, not by a person: addresses of pages, browsers, numbers of ads."""


_TITLES: Final[Mapping[PersonField, str]] = {
    PersonField.NAME: (
        "name, full name, fullname, contact name, customer name, client name, caller name, lead "
        "name, patient name, display name, first and last name, first name and last name, name "
        "and surname, person, customer, client, patient, caller, nombre, nombre completo, nombre "
        "y apellido, nombre y apellidos, nombres y apellidos, nombre del paciente, nombre de la "
        "paciente, nombre del cliente, nombre de contacto, cliente, paciente, nome, nome "
        "completo, nom complet, nom et prenom, nom, vollstandiger name, vor und nachname"
    ),
    PersonField.FIRST: (
        "first name, firstname, first, fname, given name, forename, name first, primer nombre, "
        "nombres, nombre de pila, user first name, vorname, prenom, primeiro nome"
    ),
    PersonField.MIDDLE: (
        "middle name, middlename, additional name, name middle, segundo nombre, weitere vornamen"
    ),
    PersonField.LAST: (
        "last name, lastname, last, lname, surname, family name, name last, apellido, apellidos, "
        "primer apellido, sobrenome, user last name, nachname, familienname, nom de famille"
    ),
    PersonField.PHONE: (
        "phone, phone number, phonenumber, telephone, telephone number, tel, tel no, phone no, "
        "mobile, mobile number, mobile phone, mobile no, cell, cell phone, cellphone, cell "
        "number, contact number, contact phone, contact no, callback number, best number, best "
        "phone number, daytime phone, day phone, evening phone, home phone, work phone, work "
        "phone number, business phone, other phone, primary phone, customer phone number, caller "
        "number, user phone, whatsapp, whatsapp number, sms, number to call, telefono, numero de "
        "telefono, telefono movil, telefono celular, telefono de contacto, movil, celular, numero "
        "de celular, numero de contacto, numero de whatsapp, numero telefonico, telefone, "
        "telefon, telefon geschaftlich, telefon privat, weiteres telefon, haupttelefon, "
        "autotelefon, telefonnummer, handy, handynummer, mobiltelefon, rufnummer, numero de "
        "telephone, portable, numero de portable, telemovel, numero de telefone, telefone celular"
    ),
    PersonField.EMAIL: (
        "email, e mail, mail, email address, e mail address, mail address, emailaddress, contact "
        "email, customer email, work email, user email, primary email, secondary email, correo, "
        "correo electronico, direccion de correo, direccion de correo electronico, email de "
        "contacto, dirección de e mail, e mail de contacto, e mail adresse, mailadresse, "
        "courriel, adresse e mail, adresse email, adresse mail, adresse courriel, endereco de e "
        "mail"
    ),
    PersonField.MESSAGE: (
        "message, messages, your message, message body, comment, comments, question, questions, "
        "questions or comments, comments or questions, question or comment, inquiry, enquiry, "
        "notes, note, description, details, body, reason, reason for visit, reason for contact, "
        "reason for call, reason for your visit, how can we help, how can we help you, how may we "
        "help you, what can we help you with, what brings you here, tell us more, request, text, "
        "anything else, additional information, mensaje, tu mensaje, comentario, comentarios, "
        "consulta, pregunta, preguntas, motivo, motivo de consulta, motivo de la consulta, razon, "
        "descripcion, detalles, observaciones, nota, notas, en que podemos ayudarle, como podemos "
        "ayudarle, como podemos ayudarte, mensagem, nachricht, ihre nachricht, bemerkung, "
        "bemerkungen, kommentar, anfrage, anliegen, commentaire, commentaires, demande, votre "
        "message, observacoes"
    ),
    PersonField.FORM: (
        "form, form name, form title, formname, formulario, nombre del formulario, form name id, "
        "conversion title"
    ),
    PersonField.CAMPAIGN: (
        "campaign, campaign name, campaigns, campana, nombre de la campana, lead source, "
        "leadsource, origen, fuente"
    ),
    PersonField.UTM_SOURCE: "utm source, source, source name",
    PersonField.UTM_MEDIUM: "utm medium, medium",
    PersonField.UTM_CAMPAIGN: "utm campaign",
    PersonField.SUBMITTED: (
        "submitted, submitted at, submitted on, submission date, submission time, submit date, "
        "submit time, date submitted, time submitted, lead submit time, created, created at, "
        "created on, created date, created time, create date, date created, creation date, entry "
        "date, entry date gmt, conversion date, timestamp, time stamp, date, date time, datetime, "
        "date and time, received, received at, received on, date received, submitted date, "
        "fecha, fecha y hora, fecha de envio, fecha de creacion, fecha de registro, marca "
        "temporal, enviado, recibido, "
        "datum, eingegangen am, gesendet am, zeitstempel, horodatage, date d envoi, date de "
        "soumission, data de envio, data e hora, carimbo de data hora"
    ),
    PersonField.CONSENT: (
        "consent, gdpr, gdpr consent, opt in, optin, acceptance, privacy, privacy policy, terms, "
        "terms and conditions, terms of service, agree, i agree, marketing consent, sms consent, "
        "email consent, newsletter, subscribe, permission, consent consent, consentimiento, "
        "acepto, autorizo, privacidad, politica de privacidad, aviso de privacidad, terminos, "
        "terminos y condiciones, suscripcion, autorizacion, einwilligung, datenschutz, "
        "zustimmung, consentement, consentimento"
    ),
    PersonField.NO_CALLS: (
        "do not call, donotcall, dont call, no calls, do not phone, do not contact, call opt out, "
        "phone opt out, opted out of calls, no llamar, no contactar, no llamar por telefono"
    ),
    PersonField.ID: (
        "id, lead id, leadid, submission id, entry id, response id, record id, unique id, request "
        "id, external id, uuid, identificador, network user id, number id"
    ),
    PersonField.BIRTHDAY: (
        "birthday, birth date, birthdate, date of birth, dob, fecha de nacimiento, nacimiento, "
        "cumpleanos, geburtstag, geburtsdatum, date de naissance, data de nascimento"
    ),
    PersonField.CITY: (
        "city, town, home city, ciudad, poblacion, localidad, stadt, ort, wohnort, ville, cidade"
    ),
    PersonField.ADDRESS: (
        "address, street, street address, home address, mailing address, postal address, "
        "direccion, domicilio, calle"
    ),
    PersonField.ORGANISATION: (
        "company, company name, organization, organisation, organization name, business, business "
        "name, employer, empresa, compania, organizacion, nombre de la empresa, "
        "unternehmen, entreprise, societe"
    ),
    PersonField.LANGUAGE: ("language, preferred language, idioma, lengua, lang, sprache, langue"),
    PersonField.TECHNICAL: (
        "ip, ip address, ipaddress, user ip, remote ip, user agent, useragent, browser, page url, "
        "page, url, source url, referrer, referer, referring url, landing page, landing page url, "
        "form url, utm term, utm content, utm id, gclid, gcl id, fbclid, msclkid, ad id, ad name, "
        "adset id, adset name, adgroup id, creative id, campaign id, form id, page id, is organic, "
        "platform, powered by, credit, created by, created by user id, post id, payment amount, "
        "payment date, payment status, transaction id, user id, bot field, honeypot, recaptcha, g "
        "recaptcha response, form build id, nonce, redirect, csrf token, date updated, updated at, "
        "last modified, last update date, updated by, start date utc, stage date utc, network id, "
        "response type, temp user id, contact id, unique generated user id, viewed, starred, last "
        "page accessed, completion status, conversion page, "
        "fax, fax number, home fax, work fax, business fax, website, web site, web "
        "page, sitio web, password, retailer item id, lead status, status, inbox url, time, owner"
    ),
}
_BY_TITLE: Final = {
    fold(title): meaning for meaning, titles in _TITLES.items() for title in titles.split(", ")
}
_SAID_BY_PEOPLE: Final = frozenset(
    (
        *("date", "date and time", "date time", "fecha", "fecha y hora", "time", "status"),
        *("owner", "lead status", "website", "web site", "web page", "sitio web", "page", "url"),
        *("platform", "fax", "fax number", "home fax", "work fax", "business fax", "created by"),
        *("viewed", "starred"),
    )
)
"""Columns of a program in a table, and questions to a person in a form ("Time": when it suits)."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WORD = re.compile(r"[\W_]+")
_NOISE = re.compile(
    r"^(?:q\d+ |field \d+ |please |enter |your |the |tu |su |seu |sua |meu |mi |what s |what is "
    r"|input |cual es |ingrese |escriba |introduzca |melhor )+| (?:required|obligatorio|optional|"
    r"opcional|utc|gmt|\d)$"
)
_CONSENTS = re.compile(
    r"\b(?:consent|consents|gdpr|opt in|optin|consentimiento|autorizo|acepto|privacy (?:policy|"
    r"notice)|politica de privacidad|aviso de privacidad|terms and conditions|terms of (?:use|"
    r"service)|hipaa (?:notice|acknowledg\w+)|i (?:agree|accept|authori[sz]e|understand|want to "
    r"receive|would like to receive)|by (?:submitting|checking|clicking|providing))\b"
)
_EMAILS = re.compile(r"\b(?:e ?mail|correo)\b")
_PHONES = re.compile(
    r"\b(?:phone|telephone|mobile|cell(?:phone)?|whatsapp|telefono|celular|movil|number (?:to|can) "
    r"(?:call|reach|we)|(?:call|reach|ring) you (?:at|on))\b"
)
_NAMES = re.compile(
    r"(?:(?P<first>\b(?:first|given) name\b|\bnombre de pila\b)|(?P<last>\b(?:last|family) name\b|"
    r"\bsurname\b|\bapellidos?\b)|(?P<name>\b(?:full|your|patient s?|s) name\b|\bname of (?:the )?"
    r"patient\b|\b(?:tu|su) nombre\b|\bnombre completo\b|\bname$|^nombre\b))"
)
_OTHER_NAMES = re.compile(
    r"\b(?:company|business|form|file|user|campaign|ad|adset|site|page|domain|product|event|pet|"
    r"doctor|physician|provider|clinic|insurance|plan|maiden|nick|school|spouse|emergency|parent|"
    r"guardian|pharmacy|medication|medicine|employer|referr\w+|empresa|medico|seguro|clinica)\b"
)
_OTHERS = re.compile(
    r"\b(?:emergency|emergencia|pharmacy|farmacia|doctor|physician|medico|psychiatrist|therapist|"
    r"provider|insurance|insurer|seguro|spouse|husband|wife|esposo|esposa|conyuge|parents?|mother|"
    r"father|guardian|next of kin|relative|familiar|friend|employer|referr\w+|referred|referring)\b"
)
_MESSAGES = re.compile(
    r"\b(?:how (?:can|may) we help|tell us|reason for|message|comments?|questions?|en que podemos|"
    r"mensaje|comentarios?|motivo)\b"
)
_NOT_A_PHONE = re.compile(r"\b(?:fax|best time|time to|prefer\w*|type|carrier|model|hora|tipo)\b")
_COUNTS: Final = frozenset(("#", "№"))
"""Titles of a column that counts or names the rows."""
_LONG: Final = 4
"""A title of more words is a question or a sentence."""


@lru_cache(maxsize=4096)
def meaning_of(title: str) -> PersonField | None:
    """What ``title`` means, ``None`` when it does not tell."""
    words = _plain(title[:400])
    if not words:
        return PersonField.TECHNICAL if title.strip() in _COUNTS else None
    if found := _BY_TITLE.get(words):
        return found
    bare = _NOISE.sub("", _NOISE.sub("", words)).strip()
    if found := _BY_TITLE.get(bare):
        return found
    if words.startswith("utm "):
        return PersonField.TECHNICAL
    if (found := _by_words(words)) or _NOT_A_PHONE.search(words):
        return found
    return _BY_TITLE.get(_plain(_ASIDE.sub(" ", title[:400])))


def meaning_in_form(title: str) -> PersonField | None:
    """What a field of a form means: what a program writes into a table's columns of that title, a
    person may have typed here."""
    found = meaning_of(title)
    if found in (PersonField.SUBMITTED, PersonField.ID):
        return None
    technical = found is PersonField.TECHNICAL
    return None if technical and _plain(title[:400]) in _SAID_BY_PEOPLE else found


@lru_cache(maxsize=4096)
def is_of_others(title: str) -> bool:
    """Whether a form asks for somebody else: whom to ring in an emergency, a pharmacy."""
    return _OTHERS.search(_plain(title[:400])) is not None


def _plain(title: str) -> str:
    return _NO_WORD.sub(" ", fold(_CAMEL.sub(" ", title))).strip()


def _by_words(words: str) -> PersonField | None:
    """Of a question, or of a title with words added ("Phone 2 (mobile)")."""
    if _CONSENTS.search(words):
        return PersonField.CONSENT
    if _EMAILS.search(words) and not _NOT_A_PHONE.search(words):
        return PersonField.EMAIL
    if _PHONES.search(words) and not _NOT_A_PHONE.search(words):
        return PersonField.PHONE
    found = None if _OTHER_NAMES.search(words) else _NAMES.search(words)
    if found:
        return PersonField(str(found.lastgroup))
    if words.count(" ") >= _LONG or not _MESSAGES.search(words):
        return None
    return PersonField.MESSAGE

"""The words of dates and clocks in English and Spanish, and the zones that e-mail knows by name."""

import re

_ENGLISH = "january february march april may june july august september october november december"
_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)

MONTHS = {
    name: number
    for names in (_ENGLISH, _SPANISH)
    for number, whole in enumerate(names.split(), start=1)
    for name in (whole, whole[:3])
} | {"sept": 9, "setiembre": 9}
"""A month's name or its first letters, folded → its number."""

_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo"
)
_FILLING = (
    "tues thur thurs de del at a las la el on of the hrs h st nd rd th time t @ , ; - – ( ) | /"
)
SKIPPED = frozenset((*_DAYS.split(), *(day[:3] for day in _DAYS.split()), *_FILLING.split()))
"""Words of a date that say nothing."""

MERIDIEMS = re.compile(r"(?<![^\W\d_])([ap])\.?\s?m\b\.?", re.IGNORECASE)

ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "UT": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
}
"""Hours ahead of UTC of the zones of RFC 2822, Alaska and Hawaii; other letters mean several."""

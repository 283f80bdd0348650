"""The time zone of an American city as people name it."""

import re

from desktop.domain.folding import fold

_EASTERN = "America/New_York"
_CENTRAL = "America/Chicago"
_MOUNTAIN = "America/Denver"
_PACIFIC = "America/Los_Angeles"

_STATES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee
TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
"""
_STATE_OF_NAME = {
    name.casefold(): code
    for code, _, name in (
        entry.strip().partition(" ") for line in _STATES.splitlines() for entry in line.split("|")
    )
    if code
}
_STATE_CODES = frozenset(_STATE_OF_NAME.values())

# States that lie in one zone. In the others (and for Arizona's Navajo Nation) the city decides.
_ONE_ZONE = {
    _EASTERN: "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    _CENTRAL: "AL AR IA IL LA MN MO MS OK WI",
    _MOUNTAIN: "CO MT NM UT WY",
    _PACIFIC: "CA WA",
    "America/Phoenix": "AZ",
    "America/Puerto_Rico": "PR",
    "Pacific/Honolulu": "HI",
}
_ZONE_OF_STATE = {state: zone for zone, states in _ONE_ZONE.items() for state in states.split()}

_ZONE_OF_CITY_IN = {
    ("anchorage", "AK"): "America/Anchorage",
    ("fairbanks", "AK"): "America/Anchorage",
    ("juneau", "AK"): "America/Juneau",
    ("kayenta", "AZ"): _MOUNTAIN,
    ("tuba city", "AZ"): _MOUNTAIN,
    ("window rock", "AZ"): _MOUNTAIN,
    ("fort lauderdale", "FL"): _EASTERN,
    ("jacksonville", "FL"): _EASTERN,
    ("miami", "FL"): _EASTERN,
    ("orlando", "FL"): _EASTERN,
    ("panama city", "FL"): _CENTRAL,
    ("pensacola", "FL"): _CENTRAL,
    ("st petersburg", "FL"): _EASTERN,
    ("tallahassee", "FL"): _EASTERN,
    ("tampa", "FL"): _EASTERN,
    ("boise", "ID"): "America/Boise",
    ("coeur d alene", "ID"): _PACIFIC,
    ("evansville", "IN"): _CENTRAL,
    ("fort wayne", "IN"): "America/Indiana/Indianapolis",
    ("gary", "IN"): _CENTRAL,
    ("indianapolis", "IN"): "America/Indiana/Indianapolis",
    ("kansas city", "KS"): _CENTRAL,
    ("topeka", "KS"): _CENTRAL,
    ("wichita", "KS"): _CENTRAL,
    ("bowling green", "KY"): _CENTRAL,
    ("lexington", "KY"): _EASTERN,
    ("louisville", "KY"): "America/Kentucky/Louisville",
    ("ann arbor", "MI"): "America/Detroit",
    ("detroit", "MI"): "America/Detroit",
    ("grand rapids", "MI"): "America/Detroit",
    ("lansing", "MI"): "America/Detroit",
    ("lincoln", "NE"): _CENTRAL,
    ("omaha", "NE"): _CENTRAL,
    ("henderson", "NV"): _PACIFIC,
    ("las vegas", "NV"): _PACIFIC,
    ("reno", "NV"): _PACIFIC,
    ("bismarck", "ND"): _CENTRAL,
    ("fargo", "ND"): _CENTRAL,
    ("bend", "OR"): _PACIFIC,
    ("eugene", "OR"): _PACIFIC,
    ("ontario", "OR"): "America/Boise",
    ("portland", "OR"): _PACIFIC,
    ("salem", "OR"): _PACIFIC,
    ("rapid city", "SD"): _MOUNTAIN,
    ("sioux falls", "SD"): _CENTRAL,
    ("chattanooga", "TN"): _EASTERN,
    ("knoxville", "TN"): _EASTERN,
    ("memphis", "TN"): _CENTRAL,
    ("nashville", "TN"): _CENTRAL,
    ("arlington", "TX"): _CENTRAL,
    ("austin", "TX"): _CENTRAL,
    ("dallas", "TX"): _CENTRAL,
    ("el paso", "TX"): _MOUNTAIN,
    ("fort worth", "TX"): _CENTRAL,
    ("houston", "TX"): _CENTRAL,
    ("plano", "TX"): _CENTRAL,
    ("san antonio", "TX"): _CENTRAL,
}

# Large cities that are meant when no state is said.
_STATE_OF_CITY = {
    **{
        city: state
        for city, state in _ZONE_OF_CITY_IN
        if city not in {"arlington", "gary", "lexington", "ontario", "salem", "kansas city"}
    },
    **dict.fromkeys(("phoenix", "tucson", "mesa", "scottsdale", "tempe", "flagstaff"), "AZ"),
    **dict.fromkeys(("los angeles", "san diego", "san francisco", "sacramento", "oakland"), "CA"),
    **dict.fromkeys(("san jose", "fresno", "long beach"), "CA"),
    **dict.fromkeys(("denver", "boulder", "colorado springs", "fort collins"), "CO"),
    **dict.fromkeys(("new york", "new york city", "brooklyn", "buffalo"), "NY"),
    **dict.fromkeys(("seattle", "spokane", "tacoma"), "WA"),
    **dict.fromkeys(("cincinnati", "cleveland", "columbus"), "OH"),
    **dict.fromkeys(("philadelphia", "pittsburgh"), "PA"),
    **dict.fromkeys(("charlotte", "raleigh"), "NC"),
    **dict.fromkeys(("madison", "milwaukee"), "WI"),
    **dict.fromkeys(("minneapolis", "st paul"), "MN"),
    **dict.fromkeys(("salt lake city", "provo"), "UT"),
    **dict.fromkeys(("oklahoma city", "tulsa"), "OK"),
    **dict.fromkeys(("kansas city", "st louis"), "MO"),
    "albuquerque": "NM",
    "santa fe": "NM",
    "atlanta": "GA",
    "baltimore": "MD",
    "billings": "MT",
    "birmingham": "AL",
    "boston": "MA",
    "chicago": "IL",
    "des moines": "IA",
    "honolulu": "HI",
    "little rock": "AR",
    "new orleans": "LA",
    "san juan": "PR",
    "washington": "DC",
}


def place_names() -> frozenset[str]:
    """The states and the cities that are known here, in small letters."""
    return frozenset((*_STATE_OF_NAME, *_STATE_OF_CITY, *(city for city, _ in _ZONE_OF_CITY_IN)))


def zone_of_city(text: str) -> str | None:
    """The zone of a city as typed: ``Chicago``, ``Portland, Maine``, ``St. Paul MN 55101``.

    None where the words do not settle it: a city this table does not know in a state with two
    zones, or a name that several cities share.
    """
    words = re.sub(r"[\W\d_]+", " ", fold(text)).split()
    city, state = _parted(["st" if word == "saint" else word for word in words])
    if state is None:
        state = _STATE_OF_CITY.get(city)
    if state is None:
        return None
    return _ZONE_OF_CITY_IN.get((city, state)) or _ZONE_OF_STATE.get(state)


def _parted(words: list[str]) -> tuple[str, str | None]:
    """City and state. "New York" and "Washington" alone are cities."""
    if " ".join(words) in _STATE_OF_CITY:
        return " ".join(words), None
    for length in (1, 2, 3):
        city, tail = " ".join(words[:-length]), " ".join(words[-length:])
        if tail.upper() in _STATE_CODES:
            return city, tail.upper()
        if tail in _STATE_OF_NAME:
            return city, _STATE_OF_NAME[tail]
    return " ".join(words), None

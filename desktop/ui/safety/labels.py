"""What the Safety card calls its steps, and how it says where the caller is."""

from desktop.domain.caller_place import CallerPlace, Evidence
from desktop.domain.vocabulary import SafetyBranch, SafetyContactKind, SafetyStepKind

STEP_WORDS = {
    SafetyStepKind.STAYED: "Stayed on the line",
    SafetyStepKind.ASKED: "Asked about danger",
    SafetyStepKind.GAVE_988: "Gave 988",
    SafetyStepKind.JOINED_988: "988 joined the call",
    SafetyStepKind.DISPATCH_CALLED: "Dispatch or 911 called",
    SafetyStepKind.MANAGER_TOLD: "Manager told",
}

BRANCHES = {
    SafetyBranch.SUICIDE: ("988, stay", "T"),
    SafetyBranch.DANGER_NOW: ("dispatch, 911", "D"),
    SafetyBranch.HURT: ("dispatch, then clinician", "H"),
    SafetyBranch.THREATS: ("dispatch, then manager", "R"),
}
"""What follows, and the key that picks it."""

KIND_WORDS = {
    SafetyContactKind.DISPATCH: ("Dispatch", "map-pin"),
    SafetyContactKind.MANAGER: ("Manager on duty", "users"),
    SafetyContactKind.CLINICIAN: ("Clinician on call", "stethoscope"),
}
"""Words and icon."""

_OPEN_WORDS = {"branch": "what is happening", "place": "where the caller is", "ending": "the end"}
_BY = {
    Evidence.ADDRESS: "their address on file",
    Evidence.CLINIC: "their clinic",
    Evidence.NUMBER: "where their number is from",
}


def open_words(found: tuple[str, ...]) -> str:
    """What is still open, in one line; "" when nothing is."""
    words = (
        _OPEN_WORDS.get(each)
        or STEP_WORDS[SafetyStepKind(each)].lower().replace("dispatch", "Dispatch", 1)
        for each in found
    )
    return ", ".join(words)


def where_words(place: CallerPlace, desk_city: str, dispatch: str) -> str:
    """Under 911: what it rings, where the caller is, and what to ring instead. ``dispatch`` is the
    name of their place's, "" when none is known."""
    rings = f"From this desk 911 rings {desk_city}." if desk_city else "911 rings the desk’s city."
    if not place.city:
        return f"{rings} Ask where the caller is: their place may have its own number."
    if place.city == desk_city and place.evidence is Evidence.SAID:
        return f"911 from this desk rings {desk_city}, where the caller is. Address first."
    if place.evidence is Evidence.SAID:
        return f"{rings} The caller is in {place.city}: ring {dispatch}, address first."
    return (
        f"{rings} {place.city} is {_BY[place.evidence]}: ask where they are, then ring {dispatch}."
    )

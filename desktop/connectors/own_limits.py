"""The limits that a process sets itself before it reads what somebody else has made."""

_MEMORY = 280 * 1024 * 1024
_ADDRESSES = 1200 * 1024 * 1024


def limit_self(seconds: int) -> None:
    """No more than 280 MB of memory and so many ``seconds`` of work, as far as the system knows
    such limits; Windows does not, there whoever waits for the process ends it."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_DATA, _MEMORY),
        (resource.RLIMIT_AS, _ADDRESSES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue  # a lower limit is set already

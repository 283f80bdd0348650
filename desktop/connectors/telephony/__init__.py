"""The phone system's side: Asterisk's manager interface, and callers handed over by soft phones."""

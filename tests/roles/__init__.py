"""Every role against every action; ``docs/roles.md`` says what must come of each."""

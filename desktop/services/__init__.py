"""Use cases, one file per noun. One write is one transaction is one Change."""

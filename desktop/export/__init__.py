"""Writers: rows become a file that other programs open. No SQL and no Qt here.

``table`` says what a writer is given, ``new_file`` puts a whole file in place or none, ``formats``
names the formats; each format has a file of its own.
"""

"""People: found by anything typed, one in full, what is known corrected, two made one."""

"""Every call there is: the list, one call in full, and corrections."""

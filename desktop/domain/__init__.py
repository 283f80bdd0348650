"""Pure rules of the desk: no Qt, no SQL, no files and no clock of their own."""

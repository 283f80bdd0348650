"""What web forms and ad platforms send: one file for each service, read the same from a file and
from the listener."""

"""Files that phone systems, web forms and address books write: one file for each format."""

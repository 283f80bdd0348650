"""Everything that touches the database file or server."""

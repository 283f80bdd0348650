"""The import screen: a file is looked at, its columns chosen, counted, and only then written."""

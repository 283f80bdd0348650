"""Files of calls: one file for each format that phone systems write."""

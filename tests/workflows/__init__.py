"""A clerk's day through the real window and the real encrypted data, by keys and clicks only."""

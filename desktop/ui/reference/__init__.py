"""Reference: the article, what may be read aloud of it, and the words that managers approve."""

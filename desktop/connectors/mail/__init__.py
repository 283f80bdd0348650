"""A mailbox that is watched: form notifications and notices of calls come in by themselves."""

"""The voicemail box: messages of the night, one after the other."""

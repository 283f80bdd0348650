"""The web listener: phone systems and forms post here, in plain threads of this process."""

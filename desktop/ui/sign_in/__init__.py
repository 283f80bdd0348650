"""The sign-in page: PIN for who signed in here today, name and password for everybody."""

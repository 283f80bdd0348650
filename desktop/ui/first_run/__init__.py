"""The first run: clinic and desk, the first manager, the recovery code; then the desk opens."""

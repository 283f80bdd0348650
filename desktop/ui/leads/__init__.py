"""The inbox of leads: who wrote, what about, who they may be, and what is done with it."""

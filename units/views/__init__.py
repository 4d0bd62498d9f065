"""Pages of the ground floor: sign-in, units, inbox, progress, record."""

"""Everything that comes in as a sheet: its rows, whom its names mean, and what it would change."""

"""名次与等次: the rows of a group and of the round, live and as they were sealed."""

"""What templates of the scoring room print cell by cell where a loop of theirs would cost most of a page."""

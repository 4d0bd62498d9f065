"""What was typed into a card or the matrix, and what to show for it."""

"""What was typed on a page of the scoring room: its shape and range checked, and what to show for it."""

"""Results that left the office: what was sealed, and what each scope lets out of it."""

"""What stands beside one card: its marks, its people, its history, its feedback."""

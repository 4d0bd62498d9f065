"""What people type on the ground floor."""

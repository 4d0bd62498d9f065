"""Forms of the rubric editor."""

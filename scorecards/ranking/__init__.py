"""Places and grades as rules: pure, without a database."""

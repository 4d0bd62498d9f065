"""评分细则 as documents: reading and writing them, showing them in words, comparing, trying."""

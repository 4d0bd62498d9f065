"""Pages of 评分细则."""

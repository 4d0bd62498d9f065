"""A synthetic county in a scratch database, scored by the product, held against the oracle that came with it."""

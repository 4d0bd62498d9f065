"""The parts of the kill drill: a private whole system, people who use it, and what must be true afterwards."""

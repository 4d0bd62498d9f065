"""Invented data for the demo, entered through the same transitions as real data."""

from config.demo.county import PASSWORD, Account
from config.demo.loading import load

__all__ = ["PASSWORD", "Account", "load"]

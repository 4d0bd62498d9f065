"""A slot of a card in an address: an item's key, after @ the period."""


class SlotConverter:
    """Keys may hold Chinese, dots and hyphens. `.` and `..` would be taken for folders by browsers, so a key that
    begins with a dot stands behind a ~."""

    regex = r"~?[\w.\-]{1,40}(?:@\d{1,2})?"

    def to_python(self, value: str) -> str:
        """The slot."""
        return value.removeprefix("~")

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return f"~{value}" if value.startswith(".") else value

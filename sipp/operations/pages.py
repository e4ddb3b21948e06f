"""Long lists in pages: how many there are, and which of them is shown."""


def page_within(page: int, count: int, per_page: int) -> tuple[int, int]:
    """The page to show, moved to where there is one, and how many there are (at least one)."""
    pages = max(1, -(-count // per_page))
    return min(max(page, 1), pages), pages

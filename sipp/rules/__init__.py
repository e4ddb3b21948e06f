"""What the law says and what it implies. Standard library only: dates, holidays and versions come in as arguments."""

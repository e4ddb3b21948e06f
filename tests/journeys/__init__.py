"""Whole ways through the product, in process, following only the links and forms of the pages themselves."""

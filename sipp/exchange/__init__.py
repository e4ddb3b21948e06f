"""Other people's formats: spreadsheets and Word tables in, spreadsheets out."""

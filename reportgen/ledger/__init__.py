"""The one SQLite file: typed tables in, rows with their places out. The only folder that knows sqlite3."""

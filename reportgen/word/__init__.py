"""A Word file -> its tags and their places -> the file filled."""

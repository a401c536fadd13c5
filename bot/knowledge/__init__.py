"""The reviewed content of data/knowledge as frozen dataclasses; errors name the file and the record."""

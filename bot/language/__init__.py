"""What a message says: concepts with their assertion, people, times, moves in the conversation."""
from bot.language.language import Language, default_language
from bot.language.reading import Mention, Reading, Times

__all__ = ["Language", "Mention", "Reading", "Times", "default_language"]

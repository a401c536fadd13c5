"""How many years of school a text asks for: the Flesch-Kincaid grade, with our own syllable count."""
from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^laeiouycgsxz]es)$")
# Names that cannot be said more simply: they do not make a text harder for somebody who asks about them.
_KNOWN = re.compile(
    r"^(?:microneedl\w+|dermatologists?|derma\w+|clinicians?|medicines?|article\w*|minoxidil|finasteride|dutasteride"
    r"|spironolactone|isotretinoin|paracetamol|ibuprofen|alopecia|areata|hepatitis|diabetes|radiofrequency)$"
)


def reading_grade(text: str) -> float:
    """The grade by Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words = _WORD.findall(text.lower())
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels without a silent ending; a known name counts as two."""
    if _KNOWN.match(word):
        return 2
    groups = len(_VOWELS.findall(word))
    return max(1, groups - bool(_SILENT.search(word)))

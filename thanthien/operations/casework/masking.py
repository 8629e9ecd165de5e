"""An applicant where people pass by: enough to tell two cases apart, too little to know somebody by."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """ "Nguyễn Văn An" → "Nguyễn V. A."; of an organisation's long name the first words alone."""
    words = name.split()
    if not words:
        return ""
    if len(words) > 5:
        return f"{' '.join(words[:3])} …"
    return " ".join([words[0], *(f"{word[0]}." for word in words[1:])]) if len(words) > 1 else f"{name[0]}."


def masked_phone(phone: str) -> str:
    """ "0912345678" → "…678"."""
    return f"…{phone[-3:]}" if phone else ""

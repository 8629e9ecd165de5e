"""First passwords: easy to read out over the telephone, changed at the first sign-in."""

from __future__ import annotations

import secrets

# 128 one-syllable words without tone marks, none rude, none easily misheard for another.
_WORDS = (
    "an anh ba bac bang banh bao bay ben binh bong bung buoi buom ca cam canh cau cay chanh che chim chuoi "
    "coc com cua dan dao dat dau day den dep diem do dong dua duong em ga gan gao gio giang gom gon gung hai "
    "ham hang hat heo hoa hong hue huong kem keo khe khoai lam lan lang la le lien lua lua ma mai mam man may "
    "me mia moc mua muoi nam nang nem nen nga ngan nghe ngo ngon nhan nho non nuoc oi ong phao pho quan que "
    "rau rong rung ruou sam sao sau sen so song son suoi sung tao tham than thong thu thuyen tia tim to trai "
    "tram trang tre truc tuyet ve vai van viet vui vuon vuong xanh xoai xoi xuan yen"
).split()
WORDS = tuple(dict.fromkeys(_WORDS))


def readable_password() -> str:
    """Four words and four digits, e.g. `sen-lua-tre-song-4827`; about 40 bits."""
    words = [secrets.choice(WORDS) for _ in range(4)]
    return f"{'-'.join(words)}-{secrets.randbelow(10_000):04d}"

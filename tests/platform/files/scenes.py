"""Invented pictures for the measure of likeness: rooms seen twice, sheets of text, plain colours, and copies."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

SIZE = (960, 720)


def room(place: int, visit: int) -> Image.Image:
    """A meeting room: `place` decides walls, banner and furniture; `visit` where one stands, who sits, the light."""
    fixed, fresh = random.Random(f"place {place}"), random.Random(f"{place} {visit}")
    shade = fixed.randint(150, 235)
    image = Image.new("RGB", SIZE, (shade, shade - fixed.randint(0, 25), shade - fixed.randint(0, 45)))
    draw = ImageDraw.Draw(image)
    dx, dy = fresh.randint(-60, 60), fresh.randint(-25, 25)
    draw.rectangle((0, 500 + dy, 960, 720), fill=(fixed.randint(90, 150),) * 3)
    left = fixed.randint(60, 300)
    draw.rectangle((left + dx, 60 + dy, left + 480 + dx, 190 + dy), fill=(170, fixed.randint(20, 60), 30))
    for x in range(left + 40, left + 440, 34):
        draw.rectangle((x + dx, 105 + dy, x + fixed.randint(14, 24) + dx, 140 + dy), fill=(246, 211, 101))
    for _ in range(fixed.randint(2, 4)):
        x, y = fixed.randint(0, 860) + dx, fixed.randint(200, 380) + dy
        draw.rectangle(
            (x, y, x + fixed.randint(60, 140), y + 110), fill=tuple(fixed.choices(range(60, 230), k=3))
        )
    for _ in range(fresh.randint(5, 14)):
        x, y, size = fresh.randint(40, 900), fresh.randint(300, 600), fresh.randint(60, 130)
        draw.ellipse((x - size // 3, y - size, x + size // 3, y - size // 3), fill=(225, 180, 140))
        draw.rectangle(
            (x - size // 2, y - size // 3, x + size // 2, y + size),
            fill=tuple(fresh.choices(range(20, 220), k=3)),
        )
    noise = _grain(fresh)
    image = Image.blend(image, noise, 0.06)
    return ImageEnhance.Brightness(image).enhance(fresh.uniform(0.85, 1.15))


def sheet(seed: int) -> Image.Image:
    """A photographed page: same letterhead, other lines."""
    dice = random.Random(f"sheet {seed}")
    image = Image.new("RGB", (720, 960), (236, 234, 228))
    draw = ImageDraw.Draw(image)
    draw.rectangle((70, 60, 300, 74), fill=(50, 50, 50))
    draw.rectangle((400, 60, 650, 74), fill=(50, 50, 50))
    y = 130
    while y < 880:
        for _ in range(dice.randint(1, 7)):
            draw.rectangle((80, y, dice.randint(560, 640), y + 9), fill=(70, 70, 70))
            y += 22
        draw.rectangle((80, y, dice.randint(120, 640), y + 9), fill=(70, 70, 70))
        y += dice.randint(26, 60)
    return image


def plain(seed: int) -> Image.Image:
    """A finger on the lens, a wall, a black screen: one colour, some grain."""
    dice = random.Random(f"plain {seed}")
    image = Image.new("RGB", SIZE, tuple(dice.choices(range(256), k=3)))
    return Image.blend(image, _grain(dice), 0.04)


def _grain(dice: random.Random) -> Image.Image:
    return Image.frombytes("L", SIZE, dice.randbytes(SIZE[0] * SIZE[1])).convert("RGB")


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def copies(image: Image.Image) -> dict[str, bytes]:
    """The same photograph after what happens to pictures on their way."""
    w, h = image.size
    dx, dy = w // 40, h // 40
    return {
        "resized": jpeg(image.resize((w // 2, h // 2))),
        "jpeg q30": jpeg(image, 30),
        "cropped 5 %": jpeg(image.crop((dx, dy, w - dx, h - dy))),
        "cropped 5 % of one side": jpeg(image.crop((w // 20, 0, w, h))),
        "brighter": jpeg(ImageEnhance.Brightness(image).enhance(1.25)),
        "darker": jpeg(ImageEnhance.Brightness(image).enhance(0.75)),
        "blurred": jpeg(image.filter(ImageFilter.GaussianBlur(2))),
    }

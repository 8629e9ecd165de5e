"""Small real pictures for the demo's proof: drawn scenes with a date in their EXIF, each one different."""

from __future__ import annotations

import io
import random
from datetime import datetime

from PIL import ExifTags, Image, ImageDraw, ImageOps

SIZE = (800, 600)
_SKIES = ("#cfe6f2", "#fbe7c9", "#d9ecd8", "#e7e2f3", "#f7dcd6")
_WALLS = ("#f4efe6", "#e9f1ee", "#fdf6e3", "#eef0f5")
_SHIRTS = ("#0b6b57", "#b7791f", "#2b5ea7", "#9b2c2c", "#5b4b8a", "#38761d")
_SKINS = ("#f1c9a5", "#e0ac7e", "#c98f62")


def picture(seed: str, taken_at: datetime, place: tuple[float, float] | None = None) -> bytes:
    """A JPEG of about 15 kB; the same seed gives the same scene. `place` in degrees north and east."""
    dice = random.Random(seed)  # noqa: S311  scenery, not secrets
    image = Image.new("RGB", SIZE, dice.choice(_SKIES))
    draw = ImageDraw.Draw(image)
    scene = dice.choice((_counter, _notice_board, _meeting, _yard))
    scene(draw, dice)
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLongitude] = map(_sexagesimal, place)
    out = io.BytesIO()
    _framed(image, dice).save(out, "JPEG", quality=78, exif=exif)
    return out.getvalue()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    return float(int(degrees)), float(int(degrees * 60 % 60)), round(degrees * 3600 % 60, 2)


def _framed(image: Image.Image, dice: random.Random) -> Image.Image:
    """What the photographer takes in: nearer or farther, from the left or the right, someone passing in front."""
    draw = ImageDraw.Draw(image)
    for _ in range(dice.randint(1, 4)):
        _person(draw, dice, dice.randint(60, 740), dice.randint(180, 420), dice.randint(110, 260))
    width = dice.randint(460, 800)
    height = width * 3 // 4
    left, top = dice.randint(0, 800 - width), dice.randint(0, 600 - height)
    if dice.random() < 0.5:
        image = ImageOps.mirror(image)
    return image.crop((left, top, left + width, top + height)).resize((640, 480))


def _person(draw: ImageDraw.ImageDraw, dice: random.Random, x: int, y: int, size: int) -> None:
    head = size // 3
    draw.ellipse((x - head // 2, y - head, x + head // 2, y), fill=dice.choice(_SKINS))
    draw.pieslice((x - head // 2, y - head - 2, x + head // 2, y - 2), 180, 360, fill="#2b2320")
    draw.rounded_rectangle(
        (x - size // 3, y, x + size // 3, y + size), radius=size // 6, fill=dice.choice(_SHIRTS)
    )


def _counter(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.rectangle((0, 0, 800, 600), fill=dice.choice(_WALLS))
    draw.rectangle((60, 60, 740, 150), fill="#a61b1b")
    for x in range(90, 720, 26):
        draw.rectangle((x, 92, x + dice.randint(10, 20), 118), fill="#f6d365")
    for x in range(130, 720, dice.randint(150, 190)):
        _person(draw, dice, x, 270, 110)
    draw.rectangle((30, 370, 770, 520), fill="#8a5a33")
    draw.rectangle((30, 360, 770, 384), fill="#b98755")
    for x in range(90, 720, 170):
        draw.rectangle((x, 310, x + 74, 360), fill="#30383d")
        draw.rectangle((x + 5, 315, x + 69, 352), fill="#9fd3ea")


def _notice_board(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.rectangle((0, 430, 800, 600), fill="#cfc6b4")
    draw.rectangle((80, 70, 720, 430), fill="#6b4a2f")
    draw.rectangle((98, 88, 702, 412), fill="#e8dcc3")
    for row in range(2):
        for column in range(5):
            x, y = 116 + column * 117, 104 + row * 152
            draw.rectangle((x, y, x + 100, y + 138), fill="#ffffff")
            for line in range(dice.randint(7, 11)):
                draw.line(
                    (x + 10, y + 14 + line * 11, x + dice.randint(50, 92), y + 14 + line * 11),
                    fill="#7d8588",
                    width=3,
                )
    _person(draw, dice, dice.randint(180, 620), 400, 130)


def _meeting(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.rectangle((0, 0, 800, 600), fill=dice.choice(_WALLS))
    draw.rectangle((200, 40, 600, 170), fill="#a61b1b")
    draw.polygon([(400, 62), (416, 106), (384, 106)], fill="#f6d365")
    for row in range(3):
        for x in range(70 + row * 14, 780, 112 - row * 8):
            _person(draw, dice, x + dice.randint(-12, 12), 250 + row * 110, 84 + row * 14)


def _yard(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.rectangle((0, 380, 800, 600), fill="#a9b78d")
    draw.rectangle((150, 170, 650, 400), fill="#f7e9b7")
    draw.polygon([(120, 180), (400, 70), (680, 180)], fill="#b5533c")
    for x in range(190, 640, 92):
        draw.rectangle((x, 230, x + 46, 300), fill="#6f93a8")
    draw.rectangle((360, 310, 440, 400), fill="#7a4a2a")
    for _ in range(dice.randint(5, 9)):
        x, y, size = dice.randint(20, 780), dice.randint(400, 540), dice.randint(26, 60)
        draw.rectangle((x - 5, y, x + 5, y + size), fill="#6e4b2d")
        draw.ellipse(
            (x - size, y - size, x + size, y + size // 3), fill=dice.choice(("#2f7d4f", "#3f9a5a", "#5aa55b"))
        )

# noqa: INP001  # a script beside the files it makes
"""Writes the four sounds beside itself: `python resources/sounds/make_sounds.py`.

Sine tones with soft ends, 22,050 samples a second, 16 bits, mono. Good is high and rising, warning low and
level, refused low and falling, so that they are told apart by ear alone; all are over in a third of a second.
"""

from __future__ import annotations

import io
import math
import struct
import wave
from pathlib import Path

RATE = 22_050
FADE = 0.008  # seconds: without it a tone begins and ends with a click
SOUNDS: dict[str, tuple[tuple[float, float], ...]] = {  # pitch in Hz (0 is silence), length in seconds
    "heard": ((1568, 0.06),),
    "done": ((1047, 0.07), (1568, 0.11)),
    "warning": ((440, 0.11), (0, 0.05), (440, 0.11)),
    "refused": ((330, 0.14), (220, 0.19)),
}


def sound(tones: tuple[tuple[float, float], ...]) -> bytes:
    """Return tones one after the other as a WAV file."""
    samples: list[int] = []
    for pitch, length in tones:
        count = int(length * RATE)
        for number in range(count):
            fade = min(1.0, number / (FADE * RATE), (count - number) / (FADE * RATE))
            samples.append(round(12_000 * fade * math.sin(2 * math.pi * pitch * number / RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


if __name__ == "__main__":
    for name, tones in SOUNDS.items():
        (Path(__file__).parent / f"{name}.wav").write_bytes(sound(tones))

"""What the plan commands share: the file's bytes, and the reasons a file is refused."""

from __future__ import annotations

from pathlib import Path

from thanthien.cli.refusal import Refusal

LARGEST = 100 * 1024 * 1024


def bytes_of(path: Path) -> bytes:
    """The file's bytes, or a `Refusal` that says why not; a file too large is not read at all."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"{path.name} nặng quá 100 MB. Hãy quét lại nhỏ hơn hoặc tách thành nhiều tệp.")
        return path.read_bytes()
    except IsADirectoryError as error:
        raise Refusal(f"{path} là thư mục. Hãy chỉ tới một tệp kế hoạch.") from error
    except FileNotFoundError as error:
        raise Refusal(f"Không có tệp {path}. Hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise Refusal(f"Không mở được {path}: {error.strerror}.") from error

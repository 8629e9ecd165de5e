"""The demo's accounts as lines for the terminal. Apart from making the demo, which loads the readers of plans."""

from __future__ import annotations

from thanthien.workflows.demo.names import PASSWORD
from thanthien.workflows.demo.people import accounts


def account_lines() -> list[str]:
    return [
        f"Tài khoản minh họa (mật khẩu chung: {PASSWORD})",
        *(f"  {username:28} {what} – {name}" for what, username, name in accounts()),
    ]

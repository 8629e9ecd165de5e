"""The key in the header, as the OpenAPI tells of it; what it may do is asked by each address."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security.base import AuthBase

from thanthien.platform.keys.models import Key
from thanthien.web.api.door import ProgramRequest
from thanthien.web.api.problems import Problem


class KeyInHeader(AuthBase):
    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        key: Key | None = cast(ProgramRequest, request).key
        if key is None:
            raise Problem(
                "key_missing", "Việc này cần khóa do đơn vị cấp, gửi ở tiêu đề Authorization: Bearer."
            )
        return key


key_in_header = KeyInHeader()

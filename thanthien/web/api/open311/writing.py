"""Answers of Open311 in XML and JSON: one shape, the Spark convention between the two."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse, JsonResponse

FORMATS = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# the element that stands in a list of that name
_ONE_OF = {
    "services": "service", "service_requests": "request", "attributes": "attribute", "values": "value",
    "errors": "error", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
_UNFIT = re.compile(
    "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # characters that XML 1.0 cannot hold


def written(root: str, data: Any, form: str, *, status: int = 200) -> HttpResponse:
    """`data` under the element `root`; in JSON a list stands by itself."""
    if form == "json":
        return JsonResponse(
            data,
            safe=False,
            status=status,
            content_type=FORMATS[form],
            json_dumps_params={"ensure_ascii": False},
        )
    element = ElementTree.Element(root)
    _fill(element, data)
    text = ElementTree.tostring(element, encoding="unicode")
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', status=status, content_type=FORMATS["xml"]
    )


def _fill(element: ElementTree.Element, data: Any) -> None:
    if isinstance(data, dict):
        for name, value in data.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif isinstance(data, list):
        for value in data:
            _fill(ElementTree.SubElement(element, _ONE_OF[element.tag]), value)
    elif isinstance(data, bool):
        element.text = "true" if data else "false"
    elif data is not None:
        element.text = _UNFIT.sub("", str(data))

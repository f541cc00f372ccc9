"""The codes of places in GB/T 2260, in all the lengths in which they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from geo.places.spelling import read_code

#: A GB/T 2260 code in any length, with the country's number before it or without: 34, 3401, 340102,
#: 156340102, 340102000, 340102000000.
_GB_CODE = re.compile(
    r"(?:156(?=[0-9]{6}$))?((?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
    r"(?:[0-9]{2}|[0-9]{4}(?:[0-9]{3}|[0-9]{6})?)?)"
)


def every_code(adcodes: Collection[str], *, shortest: int = 2) -> dict[str, str]:
    """The place of every code: as it stands, and in the other lengths of GB/T 2260 where no other
    place has the same code then, but for forms of fewer digits than ``shortest``."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for adcode, code in gb_codes(adcodes).items():
        for form in every_length(code):
            if len(form) >= shortest:
                forms[form].append(adcode)
    own = {form: found[0] for form, found in forms.items() if len(found) == 1}
    return own | {read_code(adcode): adcode for adcode in adcodes}


def gb_codes(adcodes: Iterable[str]) -> dict[str, str]:
    """The codes of GB/T 2260 in twelve digits; none where other numbers are among them, since it
    is chance then that some of them look like such codes."""
    found = {adcode: _GB_CODE.fullmatch(read_code(adcode)) for adcode in adcodes}
    if any(match is None and adcode.isdecimal() for adcode, match in found.items()):
        return {}
    return {adcode: match[1].ljust(12, "0") for adcode, match in found.items() if match}


def every_length(code: str) -> Iterator[str]:
    """The ways to write a code: with twelve digits, and with fewer zeros at its end."""
    code = code.ljust(12, "0")
    yield code
    if code.endswith("000"):
        yield code[:9]
    if code.endswith("000000"):
        yield from (code[:6], f"156{code[:6]}")
    if code.endswith("0000000000"):
        yield code[:2]
    elif code.endswith("00000000"):
        yield code[:4]

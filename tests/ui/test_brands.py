"""Brand kits of the page: a user's upload, and the operator's."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from geo.draw.style import Style
from geo.model.errors import GeoError
from geo.ui import brands
from geo.ui.drawn import Pictures
from tests.pictures import a_map
from tests.ui.test_export_panel import alt, check, choices, open_export

KIT = """name = { en = "Office of Maps", zh = "地图办公室" }
footer = { en = "Office of Maps, open data", zh = "地图办公室 开放数据" }
"""


def archive(**files: str) -> bytes:
    """A ZIP of files by their names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return content.getvalue()


def test_an_uploaded_kit_is_unpacked_and_checked(tmp_path: Path) -> None:
    brand = brands.unpack_brand(archive(**{"office/office.toml": KIT}), tmp_path)
    assert brand.name.zh == "地图办公室"
    assert brand.path == Path("office.toml")  # and not where this server keeps it
    first = Pictures(10**7)
    plain = first.png(a_map("gdp-2020"), Style(size=(400, 300)))
    assert first.png(a_map("gdp-2020"), Style(size=(400, 300), brand=brand)) != plain


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no archive", "no ZIP archive"),
        (archive(**{"../office.toml": KIT}), "outside of its own folder"),
        (archive(**{"/office.toml": KIT}), "outside of its own folder"),
        (archive(**{"logo.svg": "<svg/>"}), "one TOML file"),
        (archive(**{"a.toml": KIT, "b.toml": KIT}), "one TOML file"),
        (archive(**{f"{i}.txt": "" for i in range(300)}), "too large"),
        (archive(**{"office.toml": "colour = 1"}), "colour"),
    ],
)
def test_what_is_no_kit_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(GeoError, match=told):
        brands.unpack_brand(content, tmp_path / "kit")
    assert not (tmp_path / "office.toml").exists()


def test_the_operators_brand_is_on_pictures_until_it_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "office.toml"
    path.write_text(KIT, encoding="utf-8")
    monkeypatch.setenv("PROVINCE_ATLAS_BRAND", str(path))
    app = open_export(lang="zh", indicator="gdp-2020")
    check(app)
    assert any("地图办公室" in caption.value for caption in app.caption)
    branded = app.get("image")[0].proto.imgs[0].url
    app.toggle(key="export map branded zh").set_value(False).run()
    check(app)
    assert not choices(app).branded
    assert app.get("image")[0].proto.imgs[0].url != branded
    assert "地区生产总值" in alt(app)
    monkeypatch.setenv("PROVINCE_ATLAS_BRAND", str(tmp_path / "none.toml"))
    app.run()
    assert not app.exception
    assert "none.toml" in app.error[0].value

"""What a PDF file says of itself: title, source, language and what it was made from."""

from __future__ import annotations

from xml.sax.saxutils import escape

from geo.draw.media.pdf.objects import text_string
from geo.draw.scene import Scene

#: The languages of pictures as files name them (RFC 5646).
LANGUAGES = {"en": "en", "zh": "zh-CN"}


def _facts(scene: Scene) -> dict[str, str]:
    """What the file says of itself."""
    return {
        "Title": scene.title,
        "Subject": scene.source_line,
        "Keywords": ", ".join(f"{key}: {value}" for key, value in scene.metadata.items()),
        "Creator": f"Province Atlas {scene.metadata.get('Version', '')}".strip(),
        "Producer": "Province Atlas",
    }


def info(scene: Scene) -> bytes:
    """The dictionary of facts."""
    entries = (b"/%b%b" % (k.encode(), text_string(v)) for k, v in _facts(scene).items() if v)
    return b"<<" + b"".join(entries) + b">>"


def xmp(scene: Scene) -> str:
    """The same as an Extensible Metadata Platform packet (ISO 16684-1)."""
    facts = {key: escape(value) for key, value in _facts(scene).items()}
    language = LANGUAGES[scene.language]

    def by_language(key: str, text: str) -> str:
        items = "".join(f'<rdf:li xml:lang="{one}">{text}</rdf:li>'
                        for one in ("x-default", language))  # fmt: skip
        return f"<dc:{key}><rdf:Alt>{items}</rdf:Alt></dc:{key}>"

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        "<dc:format>application/pdf</dc:format>"
        f"{by_language('title', facts['Title'])}"
        f"{by_language('description', escape(scene.description[scene.language]))}"
        f"<dc:source>{facts['Subject']}</dc:source>"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Keywords>{facts['Keywords']}</pdf:Keywords>"
        f"<pdf:Producer>{facts['Producer']}</pdf:Producer>"
        f"<xmp:CreatorTool>{facts['Creator']}</xmp:CreatorTool>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )

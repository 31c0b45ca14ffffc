"""The provider's logo above a letter: the same words once more as a page with it, for programs that show pages.

The picture goes along in the mail, so that nothing is fetched when it is opened.
"""

import html
import re
from email.message import EmailMessage, MIMEPart

from services.printing.pictures import Picture

_WIDEST, _HIGHEST = 240, 72
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,)]")
_ID = "logo@luotsi.invalid"
_BESIDE = 1
"""After the plain words, and before a calendar entry, which has to come last to be seen as an invitation."""


def with_logo(mail: EmailMessage, logo: Picture, name: str) -> None:
    """name: the provider's, for who cannot see it. The plain words stay as they are."""
    words = mail.get_body(("plain",))
    assert isinstance(words, MIMEPart)
    page = _page(words.get_content(), words.get("Content-Language", ""), logo, name)
    among = next((one for one in mail.walk() if _holds(one, words)), None)
    if among is not None and among.get_content_type() == "multipart/alternative":
        shown = MIMEPart(mail.policy)
        shown.set_content(page, subtype="html", cte="quoted-printable")
        among.get_payload().insert(_BESIDE, shown)  # type: ignore[union-attr]  # a list: it holds the words
    else:
        words.add_alternative(page, subtype="html", cte="quoted-printable")
        [_plain, shown] = words.iter_parts()
    kind = "png" if logo.content.startswith(b"\x89PNG") else "jpeg"
    shown.add_related(
        logo.content, "image", kind, cid=f"<{_ID}>", disposition="inline", filename=f"logo.{kind}"
    )


def _holds(part: object, words: object) -> bool:
    return (
        isinstance(part, MIMEPart) and part.is_multipart() and any(one is words for one in part.iter_parts())
    )


def _page(text: str, language: str, logo: Picture, name: str) -> str:
    scale = min(_WIDEST / logo.width, _HIGHEST / logo.height, 1)
    width, height = round(logo.width * scale), round(logo.height * scale)
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8"></head>'
        '<body style="font-family: sans-serif; line-height: 1.5">'
        f'<p><img src="cid:{_ID}" alt="{html.escape(name)}" width="{width}" height="{height}"></p>'
        f'<div style="white-space: pre-wrap">{_linked(text)}</div></body></html>\n'
    )


def _linked(text: str) -> str:
    """Nothing in the words is a tag; an address leads where it says."""
    told, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = html.escape(found[0])
        told += [html.escape(text[at : found.start()]), f'<a href="{address}">{address}</a>']
        at = found.end()
    return "".join([*told, html.escape(text[at:])])

"""The provider's own texts of letters: which it may word, what each must have in it, setting one from a day on."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import notices as messages
from services.messages.values import Language
from services.notices.letter_kinds import AREAS, LetterKind
from services.notices.wording import PARTS, wording
from services.runtime.commands.refusal import Refusal
from services.runtime.provider import texts
from services.wording import blanks

NOT_TO_BE_WORDED = frozenset(
    {
        LetterKind.SIGN_IN_CODE,
        LetterKind.ADDRESS_CODE,
        LetterKind.ADDRESS_CODE_TO_READ,
        LetterKind.TRIAL_MAIL,
    }
)
"""What has a code in it, and the mail that tries the settings: a slip there would keep people out."""
_AREA_OF = {str(kind): area for area, rows in AREAS.items() for kind in rows if kind not in NOT_TO_BE_WORDED}


def check(kind: str, language: Language, words: messages.LetterWords) -> None:
    """Refuses: unknown_letter, brace_alone, unknown_blank, blank_missing."""
    _check_kind(kind)
    for part, usual in zip(PARTS, wording(language).letter(kind), strict=True):
        if fault := blanks.fault(getattr(words, part), usual):
            raise Refusal(fault, part)


async def set_text(db: AsyncSession, order: messages.SetLetterText) -> None:
    """Refuses: as `check` and `services/runtime/provider/texts.py:set_from`."""
    _check_kind(order.kind)
    if order.words is not None:
        check(order.kind, order.language, order.words)
    await texts.set_from(
        db,
        texts.SetText(
            name=order.kind,
            language=order.language,
            valid_from=order.valid_from,
            set_at=order.as_of,
            parts=order.words.model_dump() if order.words else None,
            set_by=order.set_by,
        ),
        order.seen,
    )


async def list_all(db: AsyncSession, language: Language, now: datetime) -> messages.LetterTexts:
    held, behind = await texts.held_at(db, now, language), await texts.behind(db)
    return messages.LetterTexts(
        letters=[
            messages.LetterInForce(**_in_force(kind, language, held), behind=behind.get(kind, []))
            for kind in _AREA_OF
        ]
    )


async def show(db: AsyncSession, query: messages.ShowLetterText, now: datetime) -> messages.LetterTextShown:
    """Refuses: unknown_letter."""
    _check_kind(query.kind)
    words, held = wording(query.language), await texts.held_at(db, now, query.language)
    usual = dict(zip(PARTS, words.letter(query.kind), strict=True))
    _, body = words.letter(query.kind, held.get((query.kind, query.language)))
    said = await texts.history(db, query.kind, query.language)
    return messages.LetterTextShown(
        **_in_force(query.kind, query.language, held),
        behind=(await texts.behind(db)).get(query.kind, []),
        body=body,
        usual=messages.LetterWords(**usual),
        subject_blanks=blanks.blanks_in(usual["subject"]),
        body_blanks=blanks.blanks_in(usual["body"]),
        history=[_told(one) for one in said],
        mark=texts.mark_of(said),
    )


def _told(one: texts.SetText) -> messages.LetterSet:
    words = messages.LetterWords(**one.parts) if one.parts else None
    return messages.LetterSet(valid_from=one.valid_from, words=words, set_by=one.set_by, set_at=one.set_at)


def _in_force(kind: str, language: Language, held: blanks.Held) -> Mapping[str, object]:
    words, own = wording(language), held.get((kind, language))
    said = words.letter(kind, own)
    is_own = own is not None and said == (own["subject"], own["body"])
    return {"kind": kind, "area": _AREA_OF[kind], "subject": said[0], "own": is_own}


def _check_kind(kind: str) -> None:
    if kind not in _AREA_OF:
        raise Refusal("unknown_letter", "kind")

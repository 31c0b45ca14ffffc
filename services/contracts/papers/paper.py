"""The paper as it is signed: one canonical text, whose fingerprint every signature carries."""

import hashlib
import json
import unicodedata
from uuid import UUID

from services.contracts.papers import clauses
from services.contracts.papers.terms import parties_of, terms_of
from services.contracts.tables import Contract
from services.messages.contracts import Terms

_NOT_AGREED = {"promises", "preferred_weekdays", "preferred_times"}


def clause_texts(contract: Contract) -> dict[str, str]:
    """Every clause that has a text, in the order of the paper; Unicode NFC, lines ended by a line feed."""
    told = clauses.texts(_told_terms(contract), contract.clauses, contract.texts, contract.priced_from)
    return {str(clause): _normal(words) for clause, words in told.items()}


def _told_terms(contract: Contract) -> Terms:
    """Those who go on have met before: no session of theirs is closer to the next than the others."""
    told = terms_of(contract)
    if contract.renews is None:
        return told
    return told.model_copy(update={"promises": told.promises.model_copy(update={"first_gaps": 0})})


def canonical_text(contract: Contract, comes_back: UUID | None = None) -> str:
    """Version, parties, terms and clauses in a fixed order; Unicode NFC, lines ended by a line feed.

    comes_back: of one whose supervisor stands in, who is the supervisor again after that.
    What was promised stands in it where a clause says so; what was wished, nowhere.
    """
    numbers = {
        "process_id": str(contract.process_id),
        "version": contract.version,
        "renews": str(contract.renews) if contract.renews else None,
        "parties": parties_of(contract).model_dump(mode="json"),
        "terms": terms_of(contract).model_dump(mode="json", exclude=_NOT_AGREED),
        "disputes_to": contract.disputes_to,
        **({"interest": contract.interest} if contract.interest else {}),
    }
    if contract.supersedes:
        numbers |= {"supersedes": contract.supersedes, "effective_from": str(contract.effective_from)}
    if contract.until_day:
        numbers["until_day"] = str(contract.until_day)
    if contract.until_day and comes_back:
        numbers["then_supervisor_id"] = str(comes_back)
    head = json.dumps(numbers, ensure_ascii=False, sort_keys=True, indent=1)
    text = "\n\n".join([head, *(f"[{clause}]\n{words}" for clause, words in clause_texts(contract).items())])
    return _normal(text) + "\n"


def fingerprint(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))

"""Bech32 (BIP 173): bytes as letters and digits, with a name before them and a check after them; of any length."""

from collections.abc import Iterable, Sequence

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECK = 6
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def written(name: str, content: bytes) -> str:
    """In small letters."""
    data = _regrouped(content, 8, 5)
    check = _polymod([*_expanded(name), *data, *[0] * _CHECK]) ^ 1
    data += [(check >> 5 * (_CHECK - 1 - place)) & 31 for place in range(_CHECK)]
    return f"{name}1{''.join(ALPHABET[one] for one in data)}"


def read(text: str, name: str) -> bytes:
    """Raises ValueError for another name, a letter too many, or one that was mistyped."""
    small = text.lower()
    if text not in (small, text.upper()):
        raise ValueError("large and small letters")
    found, is_there, letters = small.rpartition("1")
    if not is_there or found != name.lower() or len(letters) < _CHECK or set(letters) - set(ALPHABET):
        raise ValueError("another kind of key")
    data = [ALPHABET.index(letter) for letter in letters]
    if _polymod([*_expanded(found), *data]) != 1:
        raise ValueError("a letter is wrong")
    return bytes(_regrouped(data[:-_CHECK], 5, 8, fills=False))


def _regrouped(values: Iterable[int], size: int, into: int, *, fills: bool = True) -> list[int]:
    """Numbers of `size` bits as numbers of `into` bits."""
    held, bits, found = 0, 0, []
    for value in values:
        held, bits = (held << size) | value, bits + size
        while bits >= into:
            bits -= into
            found.append((held >> bits) & ((1 << into) - 1))
            held &= (1 << bits) - 1
    if fills and bits:
        found.append(held << (into - bits))
    elif not fills and (bits >= size or held):
        raise ValueError("letters too many")
    return found


def _expanded(name: str) -> list[int]:
    return [*(ord(one) >> 5 for one in name), 0, *(ord(one) & 31 for one in name)]


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, one in enumerate(_GENERATOR):
            check ^= one if (top >> place) & 1 else 0
    return check

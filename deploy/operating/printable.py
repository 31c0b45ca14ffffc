"""What somebody else has said, for a terminal: it may hold orders to it, and whoever said it may have a stolen seed."""


def printable(line: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in line)

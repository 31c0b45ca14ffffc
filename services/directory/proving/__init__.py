"""Somebody signs in at a door: seen here, and proved with a key that no door has.

| module | what for |
|---|---|
| codes | codes that were mailed: one browser, door and address each |
| devices | passkeys: what was asked of a device, once, and whether it answered |
| single_sign_on | the signed token of the organisation's own sign-on |
| feeds | secret addresses of calendar feeds |
| marks | what tells a row that our code has written from any other |
| giving | the proof itself |
| addressees | who has an address, which a door asks before anybody is known |
| turns | how often that is answered |
| ending | the end of one before its time |
"""

from services.runtime.left_out import load_alone

load_alone("httpx", "pygments")  # it would have a command of its own by it, in colours

"""Signing in, the same for both doors: a mailed code, a passkey, or the organisation's own single sign-on.

| module | what for |
|---|---|
| mailed | pages: the address, the code, the mail's link |
| codes | rows of codes: one browser and one address each |
| passkeys, authenticators | pages' requests for passkeys; what is asked of a device, and whether it answered |
| single_sign_on, oidc | the way to the organisation's own sign-on and back; what it must say |
| browser, challenges | the cookie that ties all this to one browser; what was asked of it, once |
| entering | a session begins |
| security, devices | a person's own sessions and passkeys; what a browser is called |
"""

from services.runtime.web.sign_in import mailed, passkeys, security, single_sign_on

SIGN_IN_PAGES = (mailed.router, passkeys.router, single_sign_on.router, security.router)

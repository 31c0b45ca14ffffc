"""The addresses of signing in, of both doors."""

from services.web.sign_in import mailed, new_address, passkeys, security, single_sign_on

SIGN_IN_PAGES = (mailed.router, passkeys.router, single_sign_on.router, security.router, new_address.router)

"""Signing in, the same for both doors: a mailed code, a passkey, or the organisation's own single sign-on.

| module | what for |
|---|---|
| mailed | pages: the address, the code, the mail's link |
| by_code/ | the codes: asked for, tried, and how often |
| passkeys, authenticators | pages' requests for passkeys; what is asked of a device, and whether it answered |
| single_sign_on, oidc | the way to the organisation's own sign-on and back; what it must say |
| browser, challenges | the cookie that ties all this to one browser; what was asked of it, once |
| entering | somebody is signed in |
| identity | a person's standings: the roles in which they may come in |
| browser_sessions | rows of signed-in browsers: made at a sign-in, ended by time, by the person, or by signing out |
| last_known | who was let in last, for the page that is needed while nobody can be asked |
| unsent | a form that was sent after the sign-in had ended: kept until its person is back |
| security, devices | a person's own sessions and passkeys; what a browser is called |
"""

from services.runtime.left_out import load_alone

load_alone("httpx", "pygments")  # it would have a command of its own by it, in colours

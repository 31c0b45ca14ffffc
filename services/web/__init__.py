"""The ground of both doors. Only they import it: a service knows nothing of the web.

| room | what for |
|---|---|
| opening | one web service: its pages, templates and languages, opened as an app beside the service's own loops |
| discovery, vendored | which pages a door has; what pages bring along from others |
| http/ | server, guards, errors, limits: what an API needs too |
| pages/ | who is visiting, forms, renderer, languages: what every page stands on |
| sign_in/ | who somebody is; the mailed code, passkeys, a single sign-on; signed-in browsers |
| access_log/ | who opened or did what, at this door and at both |
| feed/ | a person's sessions under a secret address, for their own calendar |
| mail_choices/ | how a person wants their mails |
| tables | what every web service keeps besides its own |
| templates/, static/, locale/ | the layout, styles, scripts and words of every page |
"""

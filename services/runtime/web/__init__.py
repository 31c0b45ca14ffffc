"""The ground on which every page stands: the server, who is visiting, forms, languages, guards, live streams.

| module | what for |
|---|---|
| door | one web service: its pages, templates and languages, opened as an app beside the service's own loops |
| server | uvicorn on our loop; open streams are told to end |
| visit | who is asking, as whom, in which language; answers with a page or sends on |
| identity | a person's standings: the roles in which they may come in |
| keeping | rows of signed-in sessions |
| forms, refusals | what was typed, what is wrong with it, in the reader's language |
| renderer, languages, formats, labels | templates, catalogues, dates and money, names of the field's values |
| guards, limits | headers, cross-site requests, sizes; token buckets |
| errors | every way in which a request can fail, as a page |
| patience | asking somebody who may be away, for a page that can do without |
| access, both_logs, acts | who opened or did what at this door, at both of them, and what that is called |
| spreadsheets | a list as a file for a spreadsheet |
| live | a stream of events to the browser, resumed where it broke off |
| feed/ | a person's sessions under a secret address, for their own calendar; the same for both doors |
| sign_in/ | the mailed code, passkeys, a single sign-on; the same for both doors |
"""

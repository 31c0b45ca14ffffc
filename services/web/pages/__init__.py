"""What every page stands on: who is visiting, forms, languages, templates.

| module | what for |
|---|---|
| door | what all pages of one web service have in common |
| visit | who is asking, as whom, in which language; answers with a page or sends on |
| forms, refusals | what was typed, what is wrong with it, in the reader's language |
| filling | what was typed, put back into a page that is made already |
| sending | a page that sends a command: asked, noted, said, and on |
| seen | from which state a form was filled in, so that a later save is told |
| renderer, languages, formats, labels | templates, catalogues, dates and money, names of the field's values |
| process_forms/ | forms and looks of a process that both doors have |
| failures | what is shown when a request fails |
| patience | asking somebody who may be away, for a page that can do without |
| watching | who may still see how the platform is while nobody can say who somebody is |
| spreadsheets | a list as a file for a spreadsheet |
| common | addresses that both doors have: language, role, signing out |
"""

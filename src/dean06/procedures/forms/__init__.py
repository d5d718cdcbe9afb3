"""Forms from data: JSON Schema and words of a pack → accessible pages, prefilled, validated, kept as drafts (group 1).

Terms: form, section, prefilled value, draft, form-diet count. It knows no case; who hands a form in is ``cases``.
"""

"""Group 5: the report workshop: templates, sections with live figures, freezing, checking, signing, issuing.

Terms: report (báo cáo), section (mục), appendix (phụ lục). Figures come from ``indicators`` and the modules that own
them; nothing is counted here.
"""

"""Procedures as data: packs, their checking, publishing and reading; the catalogue of all procedures (group 1).

Terms: procedure (thủ tục hành chính), pack (gói thủ tục), published version. It does not run cases (``cases``) and does
not draw forms (``forms``). The format of a pack is ``pack_format``.
"""

"""Pure rules of packs: guards, placeholders, schemas, steps, and the checks built on them."""

"""Everything a person sees, derived from the journal.

Owns: one module per projection, each with `apply` for the facts it follows.
May import: `rxdesk.domain`, `db.schema`.
Never: the catalogue, the clock or settings: a rebuild must give the same rows.
"""

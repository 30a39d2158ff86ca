"""One module per screen's questions.

Owns: SELECT statements, built once, and the frozen rows they answer with.
May import: `rxdesk.domain`, `rxdesk.ports`, `db.schema`, `db.known`, `db.journal`, `db.moments`, `db.catalogue`.
Never: a write.
"""

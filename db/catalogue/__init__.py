"""The catalogue on disk: two shelves of reference tables, of which one is shown and one is filled.

Owns: the catalogue's tables, its staged import, its lookups and its search.
May import: `rxdesk.domain`, `rxdesk.ports`, SQLAlchemy, msgspec, RapidFuzz.
Never: the journal, or a table outside the catalogue; the caller journals that it was replaced.
"""

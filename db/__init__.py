"""Storage behind the ports: one SQLite file, its journal and its projections.

Owns: the schema, transactions, projections, reads, migration, backup and check.
May import: `rxdesk.domain`, `rxdesk.ports`, SQLAlchemy, Alembic, the SQLite driver.
Never: Qt, devices, or a rule of the pharmacy.
"""

"""Outside files turned into facts and records, one module per format.

Owns: reading what the FDA, the old system and other programs wrote.
May import: `rxdesk.domain`, `rxdesk.ports`.
Never: storage or screens; nothing here writes anything.
"""

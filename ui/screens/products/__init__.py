"""Products: what the pharmacy keeps, its levels and bins, its codes and labels, and how a product joins.

Owns: the list of kept products, the panel that edits one, and the conversation that sets one up.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.usecases`, `rxdesk.domain`.
Never: another screen.
"""

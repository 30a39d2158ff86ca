"""Parts with a meaning in the pharmacy that several screens share: how a lot is shown, how a product is found.

Owns: words, chips and columns of products and stock lines, and the panels that find and link products.
May import: `ui.kit`, `ui.notices`, `ui.asking`, `rxdesk.desk`, `rxdesk.usecases`, `rxdesk.domain`.
Never: a screen.
"""

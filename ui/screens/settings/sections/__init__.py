"""The sections of the settings screen as the person sees them."""

"""The conversations of the settings screen, one module to a section; no Qt."""

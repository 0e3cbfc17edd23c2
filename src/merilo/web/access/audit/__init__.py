"""Who did what, when: written as it happens, read by the administrator."""

"""Merilo in the browser: a Django project whose pages are made on the server."""

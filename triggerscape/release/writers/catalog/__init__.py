"""The release as data catalogues describe one: catalog.jsonld."""

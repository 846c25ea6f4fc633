"""PAE Studio: point at a website, press Train, and an agent learns that site."""

__version__ = "0.1.0"

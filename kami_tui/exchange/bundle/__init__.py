"""An assessment with all that belongs to it as one BagIt package (RFC 8493), made and read."""

"""Records and mentions become one site, indexed both ways."""

"""The inbox: a small server that receives comments, webmentions and pingbacks for a static site."""

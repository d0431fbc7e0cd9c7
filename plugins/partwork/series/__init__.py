"""Series: the manifest, the order, the labels, the links and the navigation."""

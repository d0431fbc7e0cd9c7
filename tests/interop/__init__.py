"""Interoperation with what others run; README.md here says what is proven, and how to run it."""

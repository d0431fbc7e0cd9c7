"""Serve the cases on loopback: ``python -m tests.rocks [PORT]``. The address has a name, as sources must."""

import sys

import uvicorn

from tests.rocks.app import Rocks

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    print(f"http://localhost:{port}/")
    uvicorn.run(Rocks().app, host="127.0.0.1", port=port, http="h11")

"""`python -m briefgen` is the same as `briefgen`."""

from briefgen.cli.main import start

if __name__ == "__main__":
    start()

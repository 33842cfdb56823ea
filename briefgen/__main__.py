"""`python -m briefgen` is the same as `briefgen`."""

from briefgen.cli.main import run

if __name__ == "__main__":
    run()

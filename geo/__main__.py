"""``python -m geo``: the command line."""

import gc

# Importing makes a million objects that stay: to look for garbage among them over and over takes a
# tenth of a picture's time.
gc.set_threshold(200_000, 20, 20)

from geo.cli import main  # noqa: E402

if __name__ == "__main__":
    try:
        main()
    finally:
        gc.freeze()  # the end of the process looks for garbage, too, and all of it goes

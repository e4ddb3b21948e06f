"""The command `sipp`: the application and the commands that run in it. A web process loads ``sipp.app`` alone."""

import gc

gc.disable()  # what is loaded here stays: to look for garbage in it takes a third of the time a command starts in

from sipp.app import create_app  # noqa: E402
from sipp.cli.group import command_line  # noqa: E402

main = command_line(create_app)
gc.freeze()
gc.enable()

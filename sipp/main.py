"""The command `sipp`: the application and the commands that run in it. A web process loads ``sipp.app`` alone."""

from sipp.app import create_app
from sipp.cli.group import command_line

main = command_line(create_app)

"""What runs for long: the web server, the worker, the schedule."""


import click

THREADS = 4
#: A web process that did not answer its master for so long is replaced.
TIMEOUT_SECONDS = 30
GRACEFUL_SECONDS = 15


def register(group: click.Group) -> None:
    """Add the commands."""
    group.command("serve", with_appcontext=False)(serve)  # type: ignore[call-overload]
    group.command("worker")(worker)
    schedule = click.Group("schedule", help="What is due on its own.")
    group.add_command(schedule)
    group_command(schedule)


@click.option("--with-worker", is_flag=True, help="Run one worker beside the web server.")
def serve(with_worker: bool) -> None:
    """Serve the pages on 127.0.0.1 until Ctrl-C."""

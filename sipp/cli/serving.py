"""What runs for long: the web server, the worker; and the schedule by hand."""

import os
import socket
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from sipp.cli.supervision import Supervisor
from sipp.config import Config
from sipp.jobs.schedule import run_due
from sipp.jobs.worker import Worker
from sipp.logs import init_logs
from sipp.operations.erasure import why_not_to_serve

ADDRESS = "127.0.0.1"
THREADS = 4
DEMO_PROCESSES = 2
#: A web process that gave no sign of life for so long is replaced.
TIMEOUT_SECONDS = 30
GRACEFUL_SECONDS = 15
SHARED_MEMORY = Path("/dev/shm")


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("serve", with_appcontext=False)
    @click.option("--with-worker", is_flag=True, help="Run one worker beside the web server.")
    def serve_command(with_worker: bool) -> None:
        """Serve the pages on 127.0.0.1 (PORT=) until Ctrl-C."""
        serve(Config.from_environment(), with_worker)

    @group.command("worker")
    @click.option("--index-only", is_flag=True, help="Only keep this host's search index; other jobs run elsewhere.")
    def worker_command(index_only: bool) -> None:
        """Send mail, chain the audit, keep the search index, until Ctrl-C."""
        config: Config = current_app.config["SIPP"]
        _require_erased(config)
        init_logs(config)
        Worker(current_app._get_current_object(), index_only=index_only).run()  # type: ignore[attr-defined]

    @group.group("schedule")
    def schedule_group() -> None:
        """What falls due on its own; the worker does it every few minutes."""

    @schedule_group.command("run")
    def schedule_run() -> None:
        """Do everything that is due now."""
        for name, count in run_due().items():
            click.echo(f"{name}: {count}")


def serve(config: Config, with_worker: bool) -> None:
    """Run the web server, and the worker when asked, until a signal comes."""
    config.make_directories()
    _require_erased(config)
    _check_port(config.port)
    local_url = f"http://{ADDRESS}:{config.port}"

    def say_it_answers() -> None:
        click.echo(f"sipp answers at {local_url}")
        if config.base_url != local_url:
            click.echo(f"Citizens reach it at {config.base_url}")

    worker = [sys.executable, sys.argv[0], "worker"] if with_worker else None
    if not Supervisor(server_command(config), worker).run(f"{local_url}/healthz", say_it_answers):
        raise click.ClickException("the web server ended by itself; the lines above say why")


def server_command(config: Config) -> list[str]:
    """The web server: threads for slow clients, one process a core, of one built application; no access log."""
    cores = len(os.sched_getaffinity(0))
    processes = min(cores, DEMO_PROCESSES) if config.is_demo else cores
    # On a disk that is slow or full a heartbeat file would make gunicorn end healthy processes.
    heartbeats = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else config.temp_dir
    settings = {
        "bind": f"{ADDRESS}:{config.port}",
        "worker-class": "sipp.cli.server_worker.Worker",
        "workers": processes,
        "threads": THREADS,
        "timeout": TIMEOUT_SECONDS,
        "graceful-timeout": GRACEFUL_SECONDS,
        "worker-tmp-dir": heartbeats,
        "logger-class": "sipp.cli.server_log.ServerLog",
        "log-level": "warning",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "gunicorn", *options, "--preload", "--no-control-socket", "sipp.app:create_web_app()"]


def _require_erased(config: Config) -> None:
    if reason := why_not_to_serve(config):
        raise click.ClickException(reason)


def _check_port(port: int) -> None:
    """Told at once, and before another server on this port is taken for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} cannot be used ({error.strerror}); choose one: PORT=8001"
            ) from None

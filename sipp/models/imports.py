"""What stood in the file a draft was read from, and the files that are being imported: looked through, then drafts."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.agencies import Agency, Unit
from sipp.models.types import one_of, uuid7

#: ``checking`` and ``importing``: the worker is at it. ``checked``: it waits for the person's word.
ImportState = Literal["checking", "checked", "importing", "done"]


class ImportNote(Model):
    """One piece of a source's text, as it was written there.

    ``row_key`` names the row that was read from it; empty when nothing could be read, and ``code`` then says why.
    ``place`` says where it stood ("Lampiran.docx, tabel 2, baris 4"). Not part of the content of a version.
    """

    __tablename__ = "import_note"

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    component: Mapped[str | None] = mapped_column(String(40))
    row_key: Mapped[str | None] = mapped_column(String(80))
    code: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(300))
    original: Mapped[str] = mapped_column(Text)


class ImportRun(Model):
    """A file that one person imports for one agency; nobody else sees it, and it is gone after ``expires_at``.

    ``unit`` offers the services that are new, ``effective_from`` is for files that do not say it.
    """

    __tablename__ = "import_run"
    __table_args__ = (one_of("state", ImportState),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    effective_from: Mapped[date | None] = mapped_column(Date)
    file_name: Mapped[str] = mapped_column(String(200))
    is_annex: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")


class ImportContent(Model):
    """The file itself, until its drafts are made: any host's worker reads it here."""

    __tablename__ = "import_content"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportItem(Model):
    """One service of a file: what importing it would do, or did; ``is_waiting`` until the worker was there.

    ``title`` is what an annex calls it. ``effect`` is empty when it is refused, ``problems`` are words with their
    place. ``is_chosen``: somebody said that it is new, and with ``reference`` which national service it is.
    """

    __tablename__ = "import_item"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(200))
    is_chosen: Mapped[bool] = mapped_column(Boolean, default=False)
    reference: Mapped[str | None] = mapped_column(String(120))
    is_waiting: Mapped[bool] = mapped_column(Boolean, default=True)
    name: Mapped[str | None] = mapped_column(String(200))
    effect: Mapped[str | None] = mapped_column(String(20))
    score: Mapped[int | None] = mapped_column(Integer)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id", ondelete="SET NULL"), index=True)

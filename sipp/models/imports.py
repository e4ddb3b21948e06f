"""What stood in the file a draft was read from, beside what was made of it, for whoever reviews the draft."""

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model


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

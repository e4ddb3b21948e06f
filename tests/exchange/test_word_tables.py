"""Twenty annexes become typed drafts: what is read, what is kept, what is marked, and which service each is."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.exchange.annexes import read_annex
from sipp.exchange.blocks import pasted_blocks
from sipp.exchange.importing import Options, open_file
from sipp.exchange.word_files import read_document
from sipp.operations import bundles, decrees, workflow
from sipp.operations.bulk import Place, import_notes, open_place
from sipp.operations.versions import content_of
from sipp.rules.permissions import SYSTEM
from sipp.rules.standard_checks import errors_in
from sipp.rules.standards import COMPONENTS, LegalBasis, Requirement, Row, Standard, component_rows, content_hash
from tests import factories
from tests.exchange.annex_builder import AnnexBuilder, Listed, numbered
from tests.exchange.annexes import ANNEXES
from tests.exchange.sheets import AGENCY, imported, planned, told
from tests.operations.reviewers import an_actor

EXPECTED = Path(__file__).with_name("annexes.txt")
DAY = date(2027, 1, 1)
OPTIONS = Options(unit="dinas", effective_from=DAY)
#: What every row has unless it says otherwise, and what is not read from an annex.
LEFT_OUT = {"row_key": None, "confidence": "confirmed", "mandatory": True, "status": "in_force", "role": "base"}
PLAIN = {"kind": ("document", "duration"), "channel": ("any",), "amount_is": ("exact",), "recurrence": ("once",)}


def the_references() -> None:
    """The national reference services by their names."""
    for path in sorted((factories.SEED_FOLDER / "references").glob("*.yaml")):
        seed = yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        names = {name: seed.get(name, []) for name in ("aliases", "former_names", "search_words", "agency_kinds")}
        factories.a_reference(seed["slug"], name=seed["name"], **names)


def an_agency(slug: str = AGENCY) -> None:
    """A city with one unit."""
    factories.a_unit(factories.an_agency(slug), slug="dinas")


@pytest.fixture
def drafted(session: Session) -> Iterator[dict[str, Place]]:
    """Every annex imported, each into an agency of its own, and read back."""
    with unit_of_work():
        the_references()
        for name, build in ANNEXES.items():
            an_agency(name)
            plans = imported(open_file(f"{name}.docx", build()), agency=name, options=OPTIONS)
            assert {one.effect for one in plans.values()} == {"new_service"}
        session.expire_all()
        yield {name: open_place(SYSTEM, name) for name in ANNEXES}


def told_row(row: Row) -> str:
    """A row in one line: its fields but for what goes without saying."""
    parts = []
    for one in fields(row):
        value: Any = getattr(row, one.name)
        is_plain = one.name in LEFT_OUT and LEFT_OUT[one.name] in (None, value) or value in PLAIN.get(one.name, ())
        if value not in (None, False, "") and not is_plain and one.name != "component":
            parts.append(f"{one.name}={value}")
        elif one.name == "mandatory" and value is False:
            parts.append("optional")
    return ", ".join(parts)


def told_standard(standard: Standard) -> list[str]:
    """The content of a draft, a line a row."""
    lines = [f"variant: {variant.code}={variant.label}" for variant in standard.variants]
    lines += [
        f"{component}: {told_row(row)}" for component in COMPONENTS for row in component_rows(standard, component)
    ]
    return lines


def read_back(place: Place) -> Iterator[str]:
    """Every draft of a place as it is stored, with what could not be typed."""
    for slug, base in place.bases.items():
        service = place.services[slug]
        yield f"[{slug}] {service.name}; {service.reference.slug if service.reference else '-'}"
        yield from told_standard(base.standard)
        for note in import_notes(base.version):
            if note.row_key is None:
                yield f"kept: {note.component or '-'}: {note.original} ({note.code})"


def expected() -> dict[str, list[str]]:
    """What each annex must become, as it was read by people."""
    found: dict[str, list[str]] = {}
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found[line[3:]] = []
        elif line.strip():
            found[list(found)[-1]].append(line)
    return found


def test_there_are_twenty_annexes_and_each_has_its_reading() -> None:
    assert len(ANNEXES) == 20
    assert list(expected()) == list(ANNEXES)


@pytest.mark.slow
@pytest.mark.any_database
def test_twenty_annexes_become_drafts_once_whose_every_row_is_as_people_read_it(drafted: dict[str, Place]) -> None:
    """All that is asked of these drafts is asked here: to import twenty annexes takes ten times longer."""
    assert {name: sorted(read_back(place)) for name, place in drafted.items()} == {
        name: sorted(lines) for name, lines in expected().items()
    }
    days = [base.standard.effective_from for place in drafted.values() for base in place.bases.values()]
    assert set(days) == {DAY}
    assert len(days) == 23
    assert_every_line_is_kept_beside_its_row(drafted)
    assert_no_error_blocks_publishing(drafted)
    assert_the_same_annex_again_changes_nothing(drafted)
    assert_another_person_can_review_and_approve_each(drafted)


def assert_every_line_is_kept_beside_its_row(drafted: dict[str, Place]) -> None:
    for name, place in drafted.items():
        for base in place.bases.values():
            keys = {(c, row.row_key) for c in COMPONENTS for row in component_rows(base.standard, c)}
            notes = import_notes(base.version)
            assert {(note.component, note.row_key) for note in notes if note.row_key} == keys
            assert all(note.code for note in notes if note.row_key is None)
            assert all(note.original.strip() and note.place.startswith(f"{name}.docx, tabel ") for note in notes)


def assert_no_error_blocks_publishing(drafted: dict[str, Place]) -> None:
    standards = {(name, slug): base.standard for name, place in drafted.items() for slug, base in place.bases.items()}
    assert {key: errors_in(standard) for key, standard in standards.items() if errors_in(standard)} == {}


def assert_the_same_annex_again_changes_nothing(drafted: dict[str, Place]) -> None:
    for name in drafted:
        again = imported(open_file(f"{name}.docx", ANNEXES[name]()), agency=name, options=OPTIONS)
        assert {one.effect for one in again.values()} == {"unchanged"}, name


def assert_another_person_can_review_and_approve_each(drafted: dict[str, Place]) -> None:
    """Those of a decree's number as one set with their decree, the others one by one."""
    for place in drafted.values():
        editor, publisher = an_actor(place.agency.id, "editor"), an_actor(place.agency.id, "publisher")
        versions = [base.version for base in place.bases.values()]
        for version in [one for one in versions if one.decree_id is None]:
            workflow.submit(editor, version.id)
            workflow.approve(publisher, version.id, content_hash(content_of(version)))
        for decree_id in {one.decree_id for one in versions if one.decree_id is not None}:
            decrees.submit(editor, decree_id)
            bundle = bundles.find_bundle(publisher, decree_id)
            for one in bundle.adopted:
                decrees.mark_seen(publisher, decree_id, one.version.id, one.content_hash)
            decrees.approve(publisher, decree_id, bundle.content_hash)
        assert {one.state for one in versions} == {"approved"}


def test_what_must_be_looked_at_is_told_with_table_and_row(session: Session) -> None:
    with unit_of_work():
        the_references()
        an_agency()
        plans = planned(open_file("a.docx", ANNEXES["headings_inside"]()), options=Options(unit="dinas"))
        notes = told(plans["ktp-hilang-rusak"].problems, "note")
        assert ("heading_as_condition", "tabel 1:2") in notes
        assert ("day_type_unclear", "tabel 1:4") in notes
        assert ("no_effective_date", "tabel 1") in notes
        assert ("reference_proposed", "tabel 1") in notes
        untyped = planned(open_file("b.docx", ANNEXES["untypeable"]()), options=OPTIONS)["usul-bansos"]
        assert [code for code, _ in told(untyped.problems)].count("not_typed") == 4
        assert ("component_unknown", "tabel 1:7") in told(untyped.problems)


def test_an_annex_goes_on_from_a_service_the_agency_has(session: Session) -> None:
    with unit_of_work():
        the_references()
        an_agency()
        place = open_place(SYSTEM, AGENCY, ())
        service = factories.a_service(
            place.units["dinas"], place.references["ktp-baru"], slug="cetak-ktp", name="Cetak KTP-el"
        )
        old = factories.a_standard(
            requirements=(
                Requirement(row_key="umur", text="Berusia 17 tahun atau lebih", kind="condition"),
                Requirement(row_key="kk", text="Fotokopi kartu keluarga"),
            ),
            legal_bases=(LegalBasis(row_key="adminduk", type="UU", number="24", year=2013),),
        )
        factories.a_published_version(service, old)
        session.expire_all()
        plans = imported(open_file("plain.docx", ANNEXES["plain"]()), options=OPTIONS)
        assert {slug: one.effect for slug, one in plans.items()} == {"cetak-ktp": "new_draft"}
        session.expire_all()
        new = open_place(SYSTEM, AGENCY).bases["cetak-ktp"].standard
        assert [row.row_key for row in new.requirements] == ["kk", "umur"]
        assert [row.row_key for row in new.legal_bases][0] == "adminduk"
        assert [row.row_key for row in new.fees + new.time_limits] == ["biaya", "waktu"]


def test_the_rows_of_a_new_service_take_the_keys_of_the_national_model(session: Session) -> None:
    with unit_of_work():
        the_references()
        an_agency()
        reference = open_place(SYSTEM, AGENCY, ()).references["ktp-baru"]
        model = factories.a_standard(requirements=(Requirement(row_key="kk", text="Fotokopi kartu keluarga (KK)"),))
        factories.a_published_version(reference, model)
        session.expire_all()
        imported(open_file("plain.docx", ANNEXES["plain"]()), options=OPTIONS)
        session.expire_all()
        base = open_place(SYSTEM, AGENCY).bases["ktp-baru"]
        assert [row.row_key for row in base.standard.requirements][0] == "kk"
        assert {row.confidence for row in base.standard.requirements} == {"confirmed"}


def test_components_an_annex_does_not_name_stay_as_they_were(session: Session) -> None:
    with unit_of_work():
        the_references()
        an_agency()
        place = open_place(SYSTEM, AGENCY, ())
        service = factories.a_service(place.units["dinas"], slug="akta-kawin", name="Pencatatan perkawinan")
        factories.a_draft(service, factories.a_standard())
        session.expire_all()
        imported(open_file("x.docx", ANNEXES["over_a_page"]()), options=OPTIONS)
        session.expire_all()
        new = open_place(SYSTEM, AGENCY).bases["akta-kawin"].standard
        assert new.products == factories.a_standard().products
        assert new.procedure == factories.a_standard().procedure
        assert len(new.requirements) == 4


def test_a_table_pasted_as_text_is_read_as_the_same(session: Session) -> None:
    pasted = (
        "STANDAR PELAYANAN PENERBITAN KTP-EL BARU\n"
        "No\tKomponen\tUraian\n"
        '1.\tPersyaratan\t"1. Fotokopi KK\n2. Berusia 17 tahun"\n'
        "2.\tJangka waktu\t24 jam\n"
        "3.\tBiaya\tGratis\n"
    )
    with unit_of_work():
        the_references()
        an_agency()
        for name, content in (
            ("tempel.txt", pasted.encode()),
            ("tempel.tsv", pasted.replace("\n", "\r\n").encode("utf-16")),
        ):
            plan = planned(open_file(name, content), options=OPTIONS)["ktp-baru"]
            assert (plan.effect, told(plan.problems, "error", "publishing")) == ("new_service", [])
    (service,) = read_annex(pasted_blocks(pasted)).services
    assert [part.component for part in service.parts] == ["requirements", "time_limit", "fee"]
    assert [line.text for line in service.parts[0].lines] == ["1. Fotokopi KK", "2. Berusia 17 tahun"]


def test_a_table_without_a_title_is_refused_until_it_has_one(session: Session) -> None:
    builder = AnnexBuilder()
    builder.table(numbered((("Persyaratan", "Fotokopi KTP"), ("Biaya", "Gratis"))))
    with unit_of_work():
        the_references()
        an_agency()
        plans = planned(open_file("x.docx", builder.bytes()), options=OPTIONS)
        assert [(slug, one.effect, told(one.problems, "error")) for slug, one in plans.items()] == [
            ("tabel-1", None, [("no_title", "tabel 1")])
        ]


def test_a_document_without_tables_says_so(session: Session) -> None:
    file = open_file("x.docx", AnnexBuilder().text("Surat edaran", "Isi surat").bytes())
    assert [problem.code for problem in file.problems] == ["no_tables"]


def test_the_same_service_twice_in_a_file_is_two_services(session: Session) -> None:
    builder = AnnexBuilder()
    for _ in range(2):
        builder.text("Standar Pelayanan Penerbitan KTP-el Baru")
        builder.table(numbered((("Persyaratan", "Fotokopi KTP"),)))
    with unit_of_work():
        the_references()
        an_agency()
        assert list(planned(open_file("x.docx", builder.bytes()), options=OPTIONS)) == ["ktp-baru", "ktp-baru-2"]


def test_nested_lists_of_word_keep_what_they_hang_on() -> None:
    builder = AnnexBuilder().text("Standar Pelayanan Nikah")
    lines = [Listed("Surat dari kelurahan:"), Listed("Formulir N1", 1), Listed("Formulir N2", 1), Listed("Pas foto")]
    builder.table(numbered((("Persyaratan", lines),)))
    (service,) = read_annex(read_document(builder.bytes())).services
    assert [(line.text, line.level) for line in service.parts[0].lines][1] == ("Formulir N1", 1)

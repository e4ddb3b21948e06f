"""The 14 components in addresses, of the office and of the public pages alike."""

from sipp.rules.standards import Component

SLUGS: dict[Component, str] = {
    "legal_basis": "dasar-hukum",
    "requirements": "persyaratan",
    "procedure": "prosedur",
    "time_limit": "waktu",
    "fee": "biaya",
    "product": "produk",
    "facilities": "sarana",
    "staff_competence": "kompetensi",
    "internal_oversight": "pengawasan",
    "complaint_handling": "pengaduan",
    "staff_count": "jumlah-pelaksana",
    "service_guarantee": "jaminan-pelayanan",
    "security_guarantee": "jaminan-keamanan",
    "performance_evaluation": "evaluasi",
}
COMPONENT_OF = {slug: component for component, slug in SLUGS.items()}

"""The words of the history: what each act of the journal was, who did it, and what kinds of acts there are."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

#: What somebody did, as the rest of a sentence that begins with who.
ACTS: dict[str, LazyString] = {
    "standards.create_draft": _("membuka rancangan"),
    "standards.edit": _("mengubah rancangan"),
    "standards.publish": _("menerbitkan versi"),
    "standards.withdraw": _("menarik versi"),
    "services.create": _("membuat layanan"),
    "agencies.register": _("mendaftarkan instansi"),
    "agencies.rename": _("mengganti nama instansi"),
    "agencies.merge": _("menggabungkan instansi ke instansi lain"),
    "agencies.take_in": _("menerima instansi yang digabungkan"),
    "agencies.edit": _("mengubah profil instansi"),
    "agencies.add_unit": _("menambah satuan kerja"),
    "agencies.edit_unit": _("mengubah satuan kerja"),
    "agencies.retire_unit": _("menutup satuan kerja"),
    "agencies.pledge": _("menerbitkan maklumat pelayanan"),
    "agencies.add_point": _("menambah tempat layanan"),
    "agencies.edit_point": _("mengubah tempat layanan"),
    "agencies.retire_point": _("menutup tempat layanan"),
    "agencies.set_exception": _("menyimpan hari khusus tempat layanan"),
    "agencies.remove_exception": _("menghapus hari khusus tempat layanan"),
    "agencies.post_notice": _("memasang pemberitahuan"),
    "agencies.end_notice": _("mengakhiri pemberitahuan"),
    "corrections.propose": _("mengusulkan koreksi"),
    "corrections.accept": _("menerima koreksi"),
    "corrections.decline": _("menolak koreksi"),
    "corrections.take_up": _("memuat koreksi dalam versi yang terbit"),
    "accounts.create": _("membuat akun"),
    "accounts.invite": _("mengundang orang"),
    "accounts.withdraw_invitation": _("membatalkan undangan"),
    "accounts.accept_invitation": _("menerima undangan"),
    "accounts.grant_role": _("memberi peran"),
    "accounts.take_role": _("mencabut peran"),
    "accounts.disable": _("menonaktifkan akun"),
    "accounts.enable": _("mengaktifkan akun"),
    "accounts.sign_in": _("masuk"),
    "accounts.fail_sign_in": _("gagal masuk"),
    "accounts.sign_out": _("keluar"),
    "accounts.end_sessions": _("mengakhiri sesi"),
    "accounts.ask_reset": _("meminta kata sandi baru"),
    "accounts.reset_password": _("membuat kata sandi baru"),
    "accounts.change_password": _("mengganti kata sandi"),
    "accounts.set_up_second_step": _("mengaktifkan verifikasi dua langkah"),
    "accounts.remove_second_step": _("menonaktifkan verifikasi dua langkah"),
    "accounts.renew_recovery_codes": _("membuat kode pemulihan baru"),
    "reports.submit": _("mengirim laporan"),
    "reports.write_message": _("menulis pesan pada laporan"),
    "reports.add_evidence": _("menambah bukti pada laporan"),
    "search.curate": _("mengubah jawaban pencarian"),
    "seeding.generate": _("membuat data sintetis"),
}

#: The first part of an action, as a group to choose.
ACT_KINDS: dict[str, LazyString] = {
    "standards": _("Standar"),
    "agencies": _("Instansi"),
    "services": _("Layanan"),
    "corrections": _("Koreksi dari warga"),
    "accounts": _("Pengguna"),
    "reports": _("Laporan"),
    "search": _("Pencarian"),
    "seeding": _("Data sintetis"),
}

#: Who acted, where it was no officer.
ACTOR_KINDS: dict[str, LazyString] = {
    "public": _("Tanpa akun"),
    "reporter": _("Pelapor"),
    "system": _("Sistem"),
}

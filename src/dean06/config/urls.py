"""URL table: paths are Vietnamese words, as people read and dictate them."""

from django.urls import include, path

from dean06.config import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("tai-khoan/", include("dean06.kernel.accounts.urls")),
    path("tai-khoan/", include("dean06.kernel.accounts.sign_in_urls")),
    path("don-vi/", include("dean06.kernel.units.urls")),
    path("tep/", include("dean06.kernel.files.urls")),
    path("lich-lam-viec/", include("dean06.kernel.calendar.urls")),
    path("nhat-ky/", include("dean06.kernel.audit.urls")),
    path("su-kien/", include("dean06.kernel.events.urls")),
    path("thong-bao/", include("dean06.kernel.notifications.urls")),
    path("giao-dien/", include("dean06.kernel.design.urls")),
    path("lam-sach/", include("dean06.ecosystem.cleaning.urls")),
    path("doi-soat/", include("dean06.ecosystem.review.urls")),
    path("viec-lam-sach/", include("dean06.ecosystem.worklists.urls")),
    path("dot-cao-diem/", include("dean06.ecosystem.worklists.campaign_urls")),
    path("dan-cu/", include("dean06.kernel.population.urls")),
    path("du-lieu-nganh/", include("dean06.ecosystem.datasets.urls")),
    path("thu-tuc/", include("dean06.procedures.catalogue.urls")),
    path("bieu-mau/", include("dean06.procedures.forms.urls")),
    path("lien-thong/", include("dean06.procedures.interlinked.urls")),
    path("dong-bo/", include("dean06.procedures.portal_sync.urls")),
    path("so-lieu-ho-so/", include("dean06.procedures.figures.urls")),
    path("phan-anh/", include("dean06.procedures.feedback.urls")),
    path("khoan-thu/", include("dean06.socioeconomic.payments.urls")),
    path("kho-giay-to/", include("dean06.citizens.wallet.urls")),
    path("cong-dan/", include("dean06.citizens.identity.urls")),
    path("kiem-tra/", include("dean06.kernel.signing.urls")),
    path("ai-da-xem/", include("dean06.kernel.privacy.urls")),
    path("mot-cua/", include("dean06.web.desk.urls")),
    path("dich-vu-cong/", include("dean06.web.portal.urls")),
    path("van-ban/", include("dean06.steering.documents.urls")),
    path("nhiem-vu/", include("dean06.steering.assignments.urls")),
    path("dieu-hanh/", include("dean06.steering.dashboards.urls")),
    path("chi-tieu/", include("dean06.steering.indicators.urls")),
    path("so-lieu/", include("dean06.steering.collection.urls")),
    path("so-theo-doi/", include("dean06.steering.registers.urls")),
    path("bao-cao/", include("dean06.steering.reports.urls")),
    path("", include("dean06.web.urls")),
]

handler400 = "dean06.web.errors.bad_request"
handler403 = "dean06.web.errors.forbidden"
handler404 = "dean06.web.errors.page_not_found"
handler500 = "dean06.web.errors.server_error"

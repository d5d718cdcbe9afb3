from django.apps import AppConfig

_GROUP = "Giấy tờ, hồ sơ của tôi"
_ENTRIES = (
    ("Dịch vụ công", "portal:home", "layout-grid", "cases.apply", 10),
    ("Hồ sơ của tôi", "portal:mine", "folder-open", "cases.apply", 20),
    ("Giấy tờ của tôi", "portal:wallet", "wallet", "wallet.own", 30),
    ("Dữ liệu của tôi", "portal:data", "user-round", "my_data.view", 40),
    ("Liên hệ, cỡ chữ", "portal:contact", "settings", "cases.apply", 80),
)


class PortalConfig(AppConfig):
    name = "dean06.web.portal"
    label = "portal"
    verbose_name = "Trang của người dân"

    def ready(self) -> None:
        from django.urls import reverse

        from dean06.kernel.design.navigation import NavigationItem, register
        from dean06.kernel.files import services as files
        from dean06.procedures.cases import services as cases
        from dean06.web.portal import draft_papers

        register(*(NavigationItem(_GROUP, label, name, icon, may, order) for label, name, icon, may, order in _ENTRIES))
        files.register_owner_check(draft_papers.DRAFT, draft_papers.may_open_draft)
        files.register_owner_check(draft_papers.CASE, draft_papers.may_open_case)
        cases.register_case_links(
            citizen=lambda case_id, code: reverse("portal:case", args=[code]),
            look_up=lambda case_id, code: f"{reverse('portal:look_up')}?ma={code}",
        )

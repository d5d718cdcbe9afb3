from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dean06.web.desk"
    label = "desk"
    verbose_name = "Bàn làm việc một cửa"

    def ready(self) -> None:
        from django.urls import reverse

        from dean06.kernel.design import navigation
        from dean06.procedures.cases import services as cases

        cases.register_case_links(officer=lambda case_id, code: reverse("desk:case", args=[case_id]))
        group = "Hồ sơ một cửa"
        navigation.register(
            navigation.NavigationItem(group, "Việc của tôi", "desk:queue", "inbox", "cases.view", 10),
            navigation.NavigationItem(group, "Tiếp nhận hồ sơ", "desk:reception", "file-plus", "cases.receive", 20),
            navigation.NavigationItem(group, "Toàn cơ quan", "desk:office", "users", "cases.view", 30),
            navigation.NavigationItem(group, "Số hóa giấy tờ", "desk:capture", "scan-line", "wallet.digitise", 40),
        )

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "dean06.steering.registers"
    label = "registers"
    verbose_name = "Kiến nghị, kiểm tra, mô hình, cao điểm"

    def ready(self) -> None:
        from dean06.steering.registers import guards

        guards.register()

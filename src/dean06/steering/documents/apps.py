from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dean06.steering.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.files import services as files
        from dean06.steering.documents import queries

        files.register_owner_check(queries.FILE_OWNER, queries.may_open_file)
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ đạo, điều hành",
                label="Văn bản",
                url_name="documents:list",
                icon="file-text",
                permission="documents.view",
                order=30,
            )
        )

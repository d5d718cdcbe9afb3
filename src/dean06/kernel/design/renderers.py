"""How Django draws forms here: label, hint, error and control linked to each other (setting ``FORM_RENDERER``)."""

from django.forms.renderers import TemplatesSetting


class DesignRenderer(TemplatesSetting):
    """``{{ form }}`` gives the error summary and all fields; ``field.as_field_group`` gives one field."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"

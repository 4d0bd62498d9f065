from django.urls import path

from units.views import imports, inbox, office, people, sheet_imports, unit_forms, units

app_name = "units"
urlpatterns = [
    path("units/", units.unit_list, name="unit-list"),
    path("units/import/<slug:kind>/", sheet_imports.import_new, name="import-new"),
    path("units/import/<slug:kind>/check/", sheet_imports.import_check, name="import-check"),
    path("units/import/<slug:kind>/apply/", sheet_imports.import_apply, name="import-apply"),
    path("units/imports/", imports.import_list, name="import-list"),
    path("units/imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("units/imports/<int:pk>/slips/", people.batch_reissue, name="import-slips"),
    path("units/people/", people.people_list, name="people-list"),
    path("units/people/<int:pk>/", people.person_detail, name="person-detail"),
    path("units/people/<int:pk>/reissue/", people.person_reissue, name="person-reissue"),
    path("units/people/<int:pk>/end/", people.person_end, name="person-end"),
    path("units/people/<int:pk>/hand-over/", people.person_hand_over, name="person-hand-over"),
    path("units/imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    path("units/new/", unit_forms.unit_new, name="unit-new"),
    path("units/enter/", unit_forms.unit_enter, name="unit-enter"),
    path("units/order/", unit_forms.unit_order, name="unit-order"),
    path("units/order/save/", unit_forms.unit_order_save, name="unit-order-save"),
    path("units/<int:pk>/edit/", unit_forms.unit_edit, name="unit-edit"),
    path("units/<int:pk>/aliases/add/", unit_forms.alias_add, name="alias-add"),
    path("units/aliases/<int:pk>/forget/", unit_forms.alias_forget, name="alias-forget"),
    path("units/<int:pk>/change/", unit_forms.unit_change, name="unit-change"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("notices/", inbox.notice_list, name="notice-list"),
    path("notices/<int:pk>/read/", inbox.notice_read, name="notice-read"),
    path("jobs/<int:pk>/", inbox.job, name="job"),
    path("settings/office/", office.office_settings, name="office-settings"),
    path("settings/office/save/", office.office_save, name="office-save"),
    path("record/", inbox.access_log, name="access-log"),
]

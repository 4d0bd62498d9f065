from django.urls import path

from units.views import inbox, office, units

app_name = "units"
urlpatterns = [
    path("units/", units.unit_list, name="unit-list"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("notices/", inbox.notice_list, name="notice-list"),
    path("notices/<int:pk>/read/", inbox.notice_read, name="notice-read"),
    path("jobs/<int:pk>/", inbox.job, name="job"),
    path("settings/office/", office.office_settings, name="office-settings"),
    path("settings/office/save/", office.office_save, name="office-save"),
    path("record/", inbox.access_log, name="access-log"),
]

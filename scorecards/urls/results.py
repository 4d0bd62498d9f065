from django.urls import path

from scorecards.views import histories, results, what_if

urlpatterns = [
    path("rounds/<int:pk>/release/", results.release_detail, name="release-detail"),
    path("rounds/<int:pk>/release/prepare/", results.release_prepare, name="release-prepare"),
    path("release-drafts/<int:pk>/withdraw/", results.release_withdraw, name="release-withdraw"),
    path("rounds/<int:pk>/what-if/", what_if.round_what_if, name="what-if"),
    path("history/", histories.own_history, name="own-history"),
    path("units/<int:pk>/history/", histories.unit_history, name="unit-history"),
    path("branches/<int:pk>/history/", histories.branch_history, name="branch-history"),
    path("groups/<int:pk>/standings/", results.standings, name="standings"),
]

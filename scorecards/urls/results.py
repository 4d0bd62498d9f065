from django.urls import path

from scorecards.views import results, standings

urlpatterns = [
    path("rounds/<int:pk>/release/", results.release_detail, name="release-detail"),
    path("rounds/<int:pk>/release/prepare/", results.release_prepare, name="release-prepare"),
    path("release-drafts/<int:pk>/withdraw/", results.release_withdraw, name="release-withdraw"),
    path("groups/<int:pk>/standings/", standings.standings, name="standings"),
]
